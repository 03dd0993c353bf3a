import { describe, expect, test } from 'vitest';
import fieldReports from '../../samples/field-reports.ts';
import health from '../../samples/health.ts';
import streetTrees from '../../samples/street-trees.ts';
import { Findings } from '../findings.ts';
import { declare } from '../manifest.ts';
import { checkPlugin } from './plugin.ts';

type Parts = { [key: string]: Parts } & { [key: string]: unknown };

const sound = {
  datasets: {
    kind: { row: row({ code: { type: 'string' }, name: { type: 'string' }, group: { type: 'string', enum: ['a', 'b'] } }), key: ['code'] },
    report: {
      row: row({
        code: { type: 'string' },
        kind: { type: 'string', 'x-ref': 'kind' },
        ward: { type: 'string', format: 'unit' },
        at: { type: 'string', format: 'date-time' },
        due: { type: 'string', format: 'date-time' },
        place: { type: 'object', format: 'geo-point' },
        state: { type: 'string', enum: ['new', 'done'] },
        score: { type: 'integer' },
        tags: { type: 'array', items: { type: 'string', enum: ['x', 'y'] } },
      }),
      key: ['code'],
      time: 'at',
      unit: 'ward',
      geo: 'place',
      scope: 'unit',
      expects: { every: 'P1D', from: 'ward' },
      rules: { in_order: { where: { state: 'done' }, must: { due: { gte: { field: 'at' } } } } },
      workflow: {
        field: 'state',
        initial: 'new',
        transitions: { finish: { from: ['new'], to: 'done', needs: ['score'], set: { due: 'now' }, must: { score: { gte: 1 } } } },
        clocks: { handling: { runs: ['new'], limits: [{ where: { 'kind.group': 'a' }, within: 'P1D' }], due: 'due' } },
      },
    },
  },
  indicators: {
    open: { formula: "count(report where state='new')", unit: '1', frequency: 'live', by: ['ward'] },
    share: { formula: '100*indicator(open)/count(report)', unit: '%', frequency: 'day' },
  },
  alerts: { many_open: { watch: { from: 'open', by: ['ward'] }, when: '>10', priority: 'high', notify: ['operator'], respond: 'PT1H' } },
  roles: { operator: ['report.read', 'report.finish'] },
  widgets: {
    board: {
      element: 'my-plugin-board',
      module: './widgets/board.js',
      group: 'list',
      options: row({ lines: { type: 'integer', enum: [5, 10] } }),
      ports: { rows: { shape: 'rows' } },
      size: { min: [4, 4], ideal: [6, 8] },
      sample: { options: { lines: 5 }, data: { rows: [] } },
    },
  },
  pages: {
    desk: {
      title: { vi: 'Bàn' },
      level: 2,
      vars: {
        ward: { kind: 'dimension', of: 'unit', rank: 'a0' },
        kind: { kind: 'dimension', of: 'kind', rank: 'a1' },
        state: { kind: 'dimension', of: 'report.state', rank: 'a2' },
      },
      sections: { sc_a: { rank: 'a0', layout: { kind: 'flow' } } },
      widgets: {
        w_board: {
          use: 'board',
          v: 1,
          in: 'sc_a',
          rank: 'a0',
          options: { lines: 10 },
          bind: {
            rows: {
              from: 'report',
              select: ['code', 'kind.name'],
              where: { ward: { var: 'ward' }, state: { in: ['new'] } },
              time: { var: 'time' },
              sort: ['-at'],
            },
          },
        },
        w_count: {
          use: 'core/chart',
          v: 1,
          in: 'sc_a',
          rank: 'a1',
          bind: {
            main: {
              from: 'report',
              measures: { n: { fn: 'count' }, sum: { fn: 'sum', field: 'score' } },
              by: [
                { field: 'at', grain: 'week' },
                { field: 'ward', grain: 'ward' },
              ],
              sort: ['-n'],
            },
          },
        },
        w_share: { use: 'core/value', v: 1, in: 'sc_a', rank: 'a2', bind: { main: { from: 'share', where: { ward: { var: 'ward' } } } } },
      },
      links: { ln_a: { from: 'w_board', on: 'select', do: { kind: 'filter', by: 'kind', var: 'kind' } } },
    },
  },
  messages: {
    vi: Object.fromEntries(
      [
        'title',
        'kind',
        'kind.code',
        'kind.name',
        'kind.group',
        'kind.group.a',
        'kind.group.b',
        'report',
        'report.state.new',
        'report.state.done',
        'report.step.finish',
        'report.clock.handling',
        'open',
        'share',
        'many_open',
        'operator',
        'board',
        ...['code', 'kind', 'ward', 'at', 'due', 'place', 'state', 'score', 'tags'].map((name) => `report.${name}`),
      ].map((key) => [key, key]),
    ),
  },
};

function row(properties: object) {
  return { type: 'object', additionalProperties: false, properties };
}

function check(plugin: object): { readonly errors: string[]; readonly warnings: string[]; readonly fixes: string[] } {
  const findings = new Findings();
  const declared = declare(plugin as { readonly [part: string]: unknown }, { id: 'my-plugin', version: '1.0.0', sdk: '^0.1.0' }, findings);
  checkPlugin({ ...declared, findings });
  const lines = (list: Findings['errors']) => list.map(({ path, message }) => `${path}: ${message}`);
  return { errors: lines(findings.errors), warnings: lines(findings.warnings), fixes: findings.errors.map(({ fix }) => fix) };
}

/** The plugin with one place changed; `undefined` takes it out. */
function changed(path: string, value: unknown, of: object = sound): object {
  const copy = structuredClone(of) as unknown as Parts;
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  let at: Parts = copy;
  for (const step of steps) at = at[step] as Parts;
  if (value === undefined) delete at[last];
  else at[last] = value as Parts;
  return copy;
}

test('a sound plugin has nothing wrong with it', () => {
  expect(check(sound)).toEqual({ errors: [], warnings: [], fixes: [] });
});

test('samples of the contract are sound but for names that their types do not demand', () => {
  const besides = (plugin: object) => check(plugin).errors.filter((line) => !/^messages\.vi\[?.*: is missing/.test(line));
  expect(besides(streetTrees)).toEqual([]);
  expect(besides(health)).toEqual([]);
  // Their formulas and pages are of before the plugin that is shipped; core/map is no widget of this plugin.
  expect(besides(fieldReports)).toEqual([]);
});

const report = 'datasets/report';
const board = 'pages/desk/widgets/w_board';

test.each<[what: string, path: string, value: unknown, expected: string]>([
  ['a name that is not snake_case', 'datasets/Kind', sound.datasets.kind, 'datasets.Kind: is not a name of the right form'],
  ['a widget that is not kebab-case', 'widgets/my_board', sound.widgets.board, 'widgets.my_board: is not a name of the right form'],
  [
    'one name for two things',
    'indicators/report',
    sound.indicators.open,
    'indicators.report: "report" is also the name of one of the datasets',
  ],
  [
    'a name too long for a table',
    `datasets/${'very_long_'.repeat(4)}name`,
    sound.datasets.kind,
    'datasets.very_long_very_long_very_long_very_long_name: its table',
  ],
  ['an unknown part', 'pictures', {}, 'pictures: is not known here'],
  ['a source', 'sources', { gate: {} }, 'sources: need a process of their own'],
  ['a function', `${report}/rules/in_order/must`, () => true, 'datasets.report.rules.in_order.must: is a function, not data'],
  ['an unknown key', `${report}/colour`, 'red', 'datasets.report.colour: is not known here'],
  ['an unknown field in key', `${report}/key`, ['id'], 'datasets.report.key[0]: there is no field "id"'],
  ['a list as key', `${report}/key`, ['tags'], 'datasets.report.key[0]: "tags" is no single value'],
  ['a time that is none', `${report}/time`, 'state', 'datasets.report.time: "state" has not the format date-time'],
  ['a unit that is none', `${report}/unit`, 'code', 'datasets.report.unit: "code" has not the format unit'],
  ['a position that is none', `${report}/geo`, 'code', 'datasets.report.geo: "code" has not the format geo-point'],
  ['rows of nobody', 'datasets/kind/scope', 'unit', 'datasets.kind.scope: no field says whose rows they are'],
  ['keeping without time', 'datasets/kind/keep', 'P5Y', 'datasets.kind.keep: counts from the business time'],
  ['a duration that is none', `${report}/keep`, '5 years', 'datasets.report.keep: has the wrong form'],
  [
    'a reference to nothing',
    `${report}/row/properties/kind/x-ref`,
    'kinds',
    'datasets.report.row.properties.kind.x-ref: there is no dataset "kinds"',
  ],
  [
    'a reference to a plugin that need not be there',
    `${report}/row/properties/kind/x-ref`,
    'other/kind',
    'datasets.report.row.properties.kind.x-ref: the plugin "other" need not be there',
  ],
  ['a required field that is not described', `${report}/row/required`, ['nope'], 'datasets.report.row.required: there is no field "nope"'],
  ['a field without a type', `${report}/row/properties/score`, {}, 'datasets.report.row.properties.score: has no type'],
  [
    'a word of filters as a field',
    `${report}/row/properties/any`,
    { type: 'string' },
    'datasets.report.row.properties.any: is a word of filters',
  ],
  ['an unknown keyword', `${report}/row/properties/score/$ref`, '#/x', 'datasets.report.row.properties.score["$ref"]: is not known here'],
  [
    'a format that does not fit',
    `${report}/row/properties/score/format`,
    'date',
    'datasets.report.row.properties.score.format: "date" does not go with the type integer',
  ],
  [
    'an enum of another type',
    `${report}/row/properties/score/enum`,
    [1, 1.5],
    'datasets.report.row.properties.score.enum[1]: 1.5 is no integer',
  ],
  [
    'a pattern that looks ahead',
    `${report}/row/properties/code/pattern`,
    '^(?=a)',
    'datasets.report.row.properties.code.pattern: looks around or back',
  ],
  [
    'a pattern that is none',
    `${report}/row/properties/code/pattern`,
    '(',
    'datasets.report.row.properties.code.pattern: Invalid regular expression',
  ],
  [
    'a list of anything',
    `${report}/row/properties/tags/items`,
    undefined,
    'datasets.report.row.properties.tags: does not say what its items are',
  ],
  ['a property too deep', 'widgets/board/options/properties/lines', deep(5), 'lies 5 levels deep'],
  [
    'options that cannot be told apart',
    'widgets/board/options/properties/lines',
    { type: 'object', oneOf: [{ type: 'object' }, { type: 'object' }] },
    'widgets.board.options.properties.lines.oneOf: cannot be told apart',
  ],
  ['a supplier that is none', `${report}/expects/from`, 'code', 'datasets.report.expects.from: "code" names neither a unit nor a row'],
  [
    'an unknown field in a rule',
    `${report}/rules/in_order/must`,
    { closed: { empty: false } },
    'datasets.report.rules.in_order.must.closed: there is no field "closed"',
  ],
  [
    'a value outside the enum in a rule',
    `${report}/rules/in_order/where`,
    { state: 'closed' },
    'datasets.report.rules.in_order.where.state: "closed" is none of its values',
  ],
  [
    'a value of another type in a rule',
    `${report}/rules/in_order/where`,
    { score: { gte: 'one' } },
    'datasets.report.rules.in_order.where.score.gte: "one" is no number',
  ],
  [
    'a time that cannot be read',
    `${report}/rules/in_order/where`,
    { at: { lt: 'yesterday' } },
    'datasets.report.rules.in_order.where.at.lt: "yesterday" is no point in time',
  ],
  [
    'a unit test on a text',
    `${report}/rules/in_order/where`,
    { any: [{ code: { within: 'this_unit' } }] },
    'datasets.report.rules.in_order.where.any[0].code.within: is a unit and all below it',
  ],
  [
    'a field through a reference that it lacks',
    `${report}/rules/in_order/where`,
    { 'kind.colour': 'red' },
    'datasets.report.rules.in_order.where["kind.colour"]: there is no field "kind.colour"',
  ],
  [
    'an unknown state',
    `${report}/workflow/transitions/finish/to`,
    'gone',
    'datasets.report.workflow.transitions.finish.to: there is no state "gone"',
  ],
  [
    'a step that needs an unknown field',
    `${report}/workflow/transitions/finish/needs`,
    ['reason'],
    'datasets.report.workflow.transitions.finish.needs[0]: there is no field "reason"',
  ],
  [
    'a step under the name of what is done to every record',
    `${report}/workflow/transitions/delete`,
    { from: ['new'], to: 'done' },
    'datasets.report.workflow.transitions.delete: "delete" is what may be done to every record',
  ],
  [
    'a step that moves a state by hand',
    `${report}/workflow/transitions/finish/set`,
    { state: 'new' },
    'datasets.report.workflow.transitions.finish.set.state: "state" is moved by steps only',
  ],
  [
    'a step of the system that asks for something',
    `${report}/workflow/transitions/finish`,
    { from: ['new'], to: 'done', needs: ['score'], after: 'P1D' },
    'datasets.report.workflow.transitions.finish.needs: are filled by nobody',
  ],
  [
    'an unknown state of another system',
    `${report}/workflow/source`,
    ['new', 'gone'],
    'datasets.report.workflow.source[1]: there is no state "gone"',
  ],
  [
    'two workflows with one step',
    `${report}/workflow`,
    {
      a: { field: 'state', initial: 'new', transitions: { go: { from: ['new'], to: 'done' } } },
      b: { field: 'state', initial: 'new', transitions: { go: { from: ['new'], to: 'same' } } },
    },
    'datasets.report.workflow.b.transitions.go: the transition "go" is there twice',
  ],
  [
    'an unknown state in one of several workflows',
    `${report}/workflow`,
    { a: { field: 'state', initial: 'gone', transitions: {} } },
    'datasets.report.workflow.a.initial: there is no state "gone"',
  ],
  [
    'a clock that ends in no time',
    `${report}/workflow/clocks/handling/due`,
    'score',
    'datasets.report.workflow.clocks.handling.due: "score" holds no time',
  ],
  ['a gap in changes', `${report}/changes`, { 2: [{ add: 'score' }], 4: [{ add: 'due' }] }, 'datasets.report.changes[4]: follows 2'],
  ['a change that makes nothing', `${report}/changes`, { 2: [{ add: 'colour' }] }, 'datasets.report.changes[2][0]: there is no "colour"'],
  ['a formula that cannot be read', 'indicators/open/formula', 'count(report where', 'indicators.open.formula: cannot be read'],
  [
    'a formula on an unknown dataset',
    'indicators/open/formula',
    'count(reports)',
    'indicators.open.formula: Character 7: there is no dataset "reports"',
  ],
  ['a formula on an unknown field', 'indicators/open/formula', 'sum(report.points)', 'there is no field "report.points"'],
  [
    'a formula that leads back to itself',
    'indicators/open/formula',
    'indicator(share)',
    'indicators.open.formula: Character 1: the indicator "share" leads back to itself',
  ],
  ['an unknown breakdown', 'indicators/open/by', ['street'], 'indicators.open.by[0]: none of its datasets has a field "street"'],
  ['a threshold without a sign', 'indicators/open/levels', { green: '95' }, 'indicators.open.levels.green: has the wrong form'],
  [
    'a threshold that measures against nothing',
    'indicators/open/levels',
    { green: '>=0.9*target' },
    'indicators.open.levels.green: Character 7: "target" is no word of the formula language',
  ],
  ['a limit that cannot be read', 'alerts/many_open/when', '>10 reports', 'alerts.many_open.when: Character 5: "reports" is no word'],
  ['a unit without a name', 'indicators/open/unit', 'reports', 'messages.vi.reports: is missing'],
  ['an alarm that nobody answers', 'alerts/many_open/respond', undefined, 'alerts.many_open.respond: is missing, and the priority is high'],
  [
    'an alert on nothing',
    'alerts/many_open/watch',
    { from: 'opened' },
    'alerts.many_open.watch.from: there is no dataset or indicator "opened"',
  ],
  [
    'an alert by an unknown field',
    'alerts/many_open/watch',
    { from: 'open', by: ['street'] },
    'alerts.many_open.watch.by[0]: none of its datasets has a field "street"',
  ],
  ['an unknown permission', 'roles/operator', ['report.approve'], 'roles.operator[0]: there is no step "approve"'],
  ['a permission on nothing', 'roles/operator', ['reports.read'], 'roles.operator[0]: there is no dataset "reports"'],
  ['a tag of another', 'widgets/board/element', 'core-board', 'widgets.board.element: is "core-board"'],
  ['a module outside widgets/', 'widgets/board/module', '../../secret.js', 'widgets.board.module: has the wrong form'],
  [
    'a sample outside the options',
    'widgets/board/sample/options',
    { lines: 7 },
    'widgets.board.sample.options.lines: must be one of 5, 10',
  ],
  ['a sample for no port', 'widgets/board/sample/data', { main: [] }, 'widgets.board.sample.data.main: there is no port "main"'],
  ['sizes that fall', 'widgets/board/size', { min: [6, 6], ideal: [4, 8] }, 'widgets.board.size: does not rise'],
  ['a page without Vietnamese', 'pages/desk/title', { en: 'Desk' }, 'pages.desk.title.vi: is missing'],
  ['a widget in no section', `${board}/in`, 'sc_b', 'pages.desk.widgets.w_board.in: the page has no section "sc_b"'],
  [
    'a widget id without prefix',
    'pages/desk/widgets/board',
    sound.pages.desk.widgets.w_board,
    'pages.desk.widgets.board: is not a name of the right form',
  ],
  ['a widget that the plugin lacks', `${board}/use`, 'boards', 'pages.desk.widgets.w_board.use: there is no widget "boards"'],
  ['options of an older version', `${board}/v`, 2, 'pages.desk.widgets.w_board.v: is 2'],
  ['options that the widget lacks', `${board}/options`, { colour: 'red' }, 'pages.desk.widgets.w_board.options.colour: is not known here'],
  [
    'a port that the widget lacks',
    `${board}/bind`,
    { main: { from: 'report' } },
    'pages.desk.widgets.w_board.bind.main: "board" has no port "main"',
  ],
  [
    'a binding to nothing',
    `${board}/bind/rows/from`,
    'reports',
    'pages.desk.widgets.w_board.bind.rows.from: there is no dataset or indicator "reports"',
  ],
  [
    'a binding to an unknown field',
    `${board}/bind/rows/select`,
    ['code', 'colour'],
    'pages.desk.widgets.w_board.bind.rows.select[1]: there is no field "colour"',
  ],
  [
    'a variable that is not there',
    `${board}/bind/rows/where`,
    { ward: { var: 'wards' } },
    'pages.desk.widgets.w_board.bind.rows.where.ward.var: the page has no variable "wards"',
  ],
  [
    'a sum of texts',
    'pages/desk/widgets/w_count/bind/main/measures/sum/field',
    'state',
    'pages.desk.widgets.w_count.bind.main.measures.sum.field: sum needs numbers',
  ],
  [
    'a week of states',
    'pages/desk/widgets/w_count/bind/main/by',
    [{ field: 'state', grain: 'week' }],
    'pages.desk.widgets.w_count.bind.main.by[0].grain: "state" cannot be grouped by week',
  ],
  [
    'an order by no column',
    'pages/desk/widgets/w_count/bind/main/sort',
    ['at_all'],
    'pages.desk.widgets.w_count.bind.main.sort[0]: there is no column "at_all"',
  ],
  [
    'a period of a list',
    'pages/desk/widgets/w_share/bind/main',
    { from: 'kind', select: ['code'], time: 'today' },
    'pages.desk.widgets.w_share.bind.main.time: the dataset has no business time',
  ],
  [
    'fields of an indicator',
    'pages/desk/widgets/w_share/bind/main',
    { from: 'open', select: ['code'] },
    'pages.desk.widgets.w_share.bind.main.select: an indicator has one figure',
  ],
  ['a variable of no dimension', 'pages/desk/vars/kind/of', 'kinds', 'pages.desk.vars.kind.of: there is no dataset "kinds"'],
  ['a link by no dimension', 'pages/desk/links/ln_a/do/by', 'report.colour', 'pages.desk.links.ln_a.do.by: there is no field "colour"'],
  [
    'a link to no page',
    'pages/desk/links/ln_a/do',
    { kind: 'drill', to: 'desks', carry: [] },
    'pages.desk.links.ln_a.do.to: there is no page "desks"',
  ],
  ['a title that is missing', 'messages/vi/title', undefined, 'messages.vi.title: is missing'],
  ['a value without a name', 'messages/vi/report.state.new', ' ', 'messages.vi["report.state.new"]: is missing'],
  ['a message that is no text', 'messages/vi/report', 7, 'messages.vi.report: is no text'],
  ['no Vietnamese at all', 'messages', { en: { title: 'X' } }, 'messages.vi: is missing'],
])('%s is told', (_, path, value, expected) => {
  const { errors, fixes } = check(changed(path, value));
  expect(errors.filter((line) => line.includes(expected))).toHaveLength(1);
  for (const fix of fixes) expect(fix).toMatch(/\S/);
});

test('a step that empties a required field is told', () => {
  const strict = changed(`${report}/row/required`, ['due']);
  const { errors } = check(changed(`${report}/workflow/transitions/finish/set`, { due: null }, strict));
  expect(errors).toEqual([expect.stringContaining('datasets.report.workflow.transitions.finish.set.due: "due" is required')]);
});

describe('what may wait', () => {
  test('is a warning: messages in other languages', () => {
    expect(check({ ...sound, messages: { ...sound.messages, en: { title: 'X' } } }).warnings).toEqual([
      'messages.en: 25 of 26 are missing and will be shown in Vietnamese',
    ]);
  });

  test('are contributions of other plugins', () => {
    expect(check(changed('indicators/open/formula', 'count(report)/count(weather/reading)')).errors).toEqual([]);
    const widgets = {
      w_other: {
        use: 'weather/barometer',
        v: 3,
        in: 'sc_a',
        rank: 'a9',
        options: { any: 1 },
        bind: { main: { from: 'weather/reading', select: ['whatever'] } },
      },
    };
    expect(check(changed('pages/desk/widgets', { ...sound.pages.desk.widgets, ...widgets })).errors).toEqual([]);
  });
});

function deep(levels: number): object {
  return levels === 1 ? { type: 'string' } : { type: 'object', properties: { inner: deep(levels - 1) } };
}
