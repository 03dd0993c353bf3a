import { fold } from '@haidang/sdk';
import type { FastifyInstance } from 'fastify';
import type { DataContext } from '../data/context.ts';
import { type Unit, type UnitLevel, unitTypes } from '../data/units.ts';
import { answerOnce } from './receipts.ts';

interface BringBody {
  readonly units: readonly Unit[];
}

const l10n = { type: 'object', required: ['vi'], additionalProperties: { type: 'string', maxLength: 200 } };
const day = { type: 'string', format: 'date' };
const level = { type: 'string', enum: ['province', 'district', 'ward'] };
const unit = {
  type: 'object',
  required: ['key', 'code', 'version', 'level', 'title', 'validFrom'],
  additionalProperties: false,
  properties: {
    key: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,40}@\\d{4}-\\d{2}-\\d{2}$' },
    code: { type: 'string', maxLength: 40 },
    version: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    level,
    type: { type: 'string', enum: unitTypes },
    title: l10n,
    parent: { type: 'string', maxLength: 60 },
    validFrom: { type: 'string', maxLength: 10 },
    validTo: { type: 'string', maxLength: 10 },
    point: { type: 'array', items: { type: 'number', minimum: -180, maximum: 180 }, minItems: 2, maxItems: 2 },
    pointKm: { type: 'number', minimum: 0 },
    population: { type: 'integer', minimum: 0 },
    areaKm2: { type: 'number', minimum: 0 },
    legal: { type: 'string', maxLength: 500 },
  },
};
const body = {
  type: 'object',
  required: ['units'],
  additionalProperties: false,
  properties: { units: { type: 'array', maxItems: 20_000, items: unit } },
};

const search = {
  type: 'object',
  additionalProperties: false,
  properties: {
    version: day,
    on: day,
    parent: { type: 'string', maxLength: 60 },
    level,
    search: { type: 'string', maxLength: 200 },
    lang: { type: 'string' },
  },
};

/** What to look for: units of a list (`version`), those in force on a day (`on`), directly below one (`parent`, a key), of a level, with words in their name or code (`search`; case and marks do not count). */
interface Asked {
  readonly version?: string;
  readonly on?: string;
  readonly parent?: string;
  readonly level?: UnitLevel;
  readonly search?: string;
}

function listed({ units }: DataContext, { version, on, parent, level, search = '' }: Asked): readonly Unit[] {
  const words = fold(search).split(' ');
  return units.all().filter((unit) => {
    const text = fold(`${Object.values(unit.title).join(' ')} ${unit.code}`);
    return (
      (version === undefined || unit.version === version) &&
      (on === undefined || units.isInForce(unit.key, on)) &&
      (parent === undefined || unit.parent === parent) &&
      (level === undefined || unit.level === level) &&
      words.every((word) => text.includes(word))
    );
  });
}

/** Administrative units: the list, and those that an import brings along. */
export function unitRoutes(
  app: FastifyInstance,
  context: DataContext,
  bring: (units: readonly Unit[], by: string) => Promise<number>,
): void {
  app.get<{ Querystring: Asked }>(
    '/api/units',
    { config: { access: 'may:unit.read' }, schema: { querystring: search } },
    async (request) => ({ units: listed(context, request.query) }),
  );
  app.post<{ Body: BringBody }>(
    '/api/units',
    { config: { access: 'may:unit.write' }, schema: { body }, bodyLimit: 16 * 1024 * 1024 },
    async (request, reply) =>
      answerOnce(context, request, reply, async () => ({ changed: await bring(request.body.units, request.caller.id) })),
  );
}
