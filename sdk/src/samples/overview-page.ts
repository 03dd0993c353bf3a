// A page document as a province keeps it: a difference to a plugin's template, and one page of its own.
import type { Page } from '../page.ts';

export const overview = {
  kind: 'page',
  format: 1,
  id: 'pg_h0m3t0an',
  slug: 'toan-canh',
  title: { vi: 'Toàn cảnh', en: 'Overview' },
  level: 1,
  menu: { rank: 'a0', icon: 'layout-dashboard' },
  time: 'today',
  classification: 'internal',
  access: { roles: ['leader', 'operator'], units: 'own-and-below' },
  vars: {
    ward: { kind: 'dimension', of: 'unit', many: true, default: 'mine', label: { vi: 'Đơn vị' }, rank: 'a0' },
    basis: {
      kind: 'choice',
      choices: { current: { vi: 'Địa giới hiện hành' }, 'as-reported': { vi: 'Địa giới tại thời điểm' } },
      default: 'current',
      rank: 'a1',
    },
  },
  sections: {
    sc_kpi: { rank: 'a0', title: { vi: 'Chỉ tiêu' }, layout: { kind: 'flow', columns: 24 } },
    sc_map: { rank: 'a1', layout: { kind: 'flow' }, show: { not: { profile: ['phone'] } } },
  },
  widgets: {
    w_7f3k9q2d: {
      use: 'core/value',
      v: 1,
      in: 'sc_kpi',
      rank: 'a0',
      span: { w: 6, h: 5 },
      title: { vi: 'Đúng hạn' },
      bind: {
        main: {
          from: 'field-reports/on_time_rate_original',
          where: { ward: { var: 'ward' } },
          time: { var: 'time' },
          compare: ['plan', 'same-period-last-year'],
        },
      },
      options: { decimals: 1 },
    },
    w_beds0001: {
      use: 'core/value',
      v: 1,
      in: 'sc_kpi',
      rank: 'a1',
      span: { w: 6, h: 5 },
      bind: { main: { from: 'health/bed_occupancy' } },
    },
    w_wards001: {
      use: 'core/areas',
      v: 1,
      in: 'sc_map',
      rank: 'a0',
      span: { w: 16, h: 16 },
      bind: {
        main: {
          from: 'field-reports/report',
          measures: { reports: { fn: 'count' }, late: { fn: 'count', where: { resolved_at: { gt: { field: 'due_at' } } } } },
          by: [{ field: 'ward', grain: 'ward' }],
          time: { last: 'P30D' },
          boundaries: { var: 'basis' },
        },
      },
    },
  },
  links: {
    ln_a1: { from: 'w_wards001', on: 'select', do: { kind: 'filter', by: 'unit', var: 'ward' } },
    ln_a2: { from: 'w_7f3k9q2d', on: 'open', do: { kind: 'drill', to: 'field-reports/reports', carry: ['ward', 'time'] } },
  },
  profiles: { wall: { widgets: { w_7f3k9q2d: { span: { w: 8, h: 8 } } } }, phone: { columns: 4, widgets: { w_beds0001: { hide: true } } } },
} as const satisfies Page;

export const health = {
  kind: 'page',
  format: 1,
  id: 'pg_k3n8x2qa',
  slug: 'y-te',
  title: { vi: 'Y tế' },
  level: 2,
  parent: 'pg_h0m3t0an',
  base: { template: 'health/overview', version: 1 },
  widgets: { w_late: null, w_beds: { rank: 'a0V' } },
} as const satisfies Page;
