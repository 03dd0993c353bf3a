import type { FastifyInstance } from 'fastify';
import type { DataContext } from '../data/context.ts';
import type { Unit } from '../data/units.ts';

interface BringBody {
  readonly units: readonly Unit[];
}

const l10n = { type: 'object', required: ['vi'], additionalProperties: { type: 'string', maxLength: 200 } };
const unit = {
  type: 'object',
  required: ['key', 'code', 'version', 'level', 'title', 'validFrom'],
  additionalProperties: false,
  properties: {
    key: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,40}@\\d{4}-\\d{2}-\\d{2}$' },
    code: { type: 'string', maxLength: 40 },
    version: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    level: { type: 'string', enum: ['province', 'district', 'ward'] },
    title: l10n,
    parent: { type: 'string', maxLength: 60 },
    validFrom: { type: 'string', maxLength: 10 },
    validTo: { type: 'string', maxLength: 10 },
    point: { type: 'array', items: { type: 'number', minimum: -180, maximum: 180 }, minItems: 2, maxItems: 2 },
    pointKm: { type: 'number', minimum: 0 },
    legal: { type: 'string', maxLength: 500 },
  },
};
const body = {
  type: 'object',
  required: ['units'],
  additionalProperties: false,
  properties: { units: { type: 'array', maxItems: 20_000, items: unit } },
};

/** Administrative units: the list, and those that an import brings along. */
export function unitRoutes(
  app: FastifyInstance,
  context: DataContext,
  bring: (units: readonly Unit[], by: string) => Promise<number>,
): void {
  app.get('/api/units', { config: { access: 'may:unit.read' } }, async () => ({ units: context.units.all() }));
  app.post<{ Body: BringBody }>(
    '/api/units',
    { config: { access: 'may:unit.write' }, schema: { body }, bodyLimit: 16 * 1024 * 1024 },
    async (request) => ({ changed: await bring(request.body.units, request.caller.id) }),
  );
}
