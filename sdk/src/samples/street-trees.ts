// A vendor's whole plugin: one dataset, two indicators, one page. No code runs.
import { defineDataset } from '../dataset.ts';
import { definePlugin } from '../plugin.ts';
import { geoPoint, schema } from '../schema.ts';

const tree = defineDataset({
  row: schema({
    required: ['code', 'species', 'ward', 'location', 'health', 'inspected_at'],
    properties: {
      code: { type: 'string', format: 'code' },
      species: { type: 'string' },
      ward: { type: 'string', format: 'unit' },
      location: geoPoint,
      height: { type: 'number', minimum: 0, 'x-unit': 'm' },
      health: { type: 'string', enum: ['good', 'weak', 'dangerous'] },
      inspected_at: { type: 'string', format: 'date' },
    },
  }),
  key: ['code'],
  time: 'inspected_at',
  geo: 'location',
  unit: 'ward',
  scope: 'unit',
  open: true,
  expects: { every: 'P1Y', from: 'ward', floor: 0.8 },
  rules: { weak_is_measured: { where: { health: 'weak' }, must: { height: { empty: false } } } },
});

export default definePlugin({
  datasets: { tree },
  indicators: {
    dangerous_trees: {
      formula: "count(tree where health='dangerous')",
      unit: 'trees',
      frequency: 'live',
      direction: 'down',
      levels: { green: '=0', amber: '<=5' },
    },
    inspected_rate: {
      formula: '100*count(tree where inspected_at in year_to_date)/count(tree)',
      unit: '%',
      frequency: 'month',
      direction: 'up',
      levels: { green: '>=path', amber: '>=path-10' },
    },
  },
  pages: {
    trees: {
      title: { vi: 'Cây xanh đường phố', en: 'Street trees' },
      level: 2,
      menu: { rank: 'b0', icon: 'trees' },
      time: 'year-to-date',
      vars: { ward: { kind: 'dimension', of: 'unit', default: 'mine', rank: 'a0' } },
      sections: { sc_main: { rank: 'a0', layout: { kind: 'flow' } } },
      widgets: {
        w_danger: {
          use: 'core/value',
          v: 1,
          in: 'sc_main',
          rank: 'a0',
          bind: { main: { from: 'dangerous_trees', where: { ward: { var: 'ward' } } } },
        },
        w_checked: {
          use: 'core/value',
          v: 1,
          in: 'sc_main',
          rank: 'a1',
          bind: { main: { from: 'inspected_rate', time: { var: 'time' }, compare: ['plan'] } },
        },
        w_map: {
          use: 'core/map',
          v: 1,
          in: 'sc_main',
          rank: 'a2',
          bind: { points: { from: 'tree', select: ['code', 'health', 'location'], where: { health: { in: ['weak', 'dangerous'] } } } },
        },
      },
    },
  },
  messages: {
    vi: {
      title: 'Cây xanh',
      dangerous_trees: 'Cây nguy hiểm',
      inspected_rate: 'Tỷ lệ cây đã kiểm tra',
      trees: 'cây',
      tree: 'Cây',
      'tree.code': 'Mã cây',
      'tree.species': 'Loài',
      'tree.ward': 'Xã, phường',
      'tree.location': 'Vị trí',
      'tree.height': 'Chiều cao',
      'tree.health': 'Tình trạng',
      'tree.inspected_at': 'Ngày kiểm tra',
      'tree.health.good': 'Tốt',
      'tree.health.weak': 'Yếu',
      'tree.health.dangerous': 'Nguy hiểm',
    },
    en: { title: 'Street trees', tree: 'Tree', dangerous_trees: 'Dangerous trees', inspected_rate: 'Inspected', trees: 'trees' },
  },
});
