import type { Binding, PageTemplate } from '@haidang/sdk';
import { running as states, unfinished } from '../indicators/conditions.ts';

/** What both pages let the viewer choose. */
export const vars = {
  ward: { kind: 'dimension', of: 'unit', many: true, default: 'mine', label: { vi: 'Đơn vị', en: 'Unit' }, rank: 'a0' },
  category: { kind: 'dimension', of: 'category', many: true, label: { vi: 'Lĩnh vực', en: 'Category' }, rank: 'a1' },
} as const satisfies PageTemplate['vars'];

/** And how every widget follows that choice. */
export const chosen = { ward: { var: 'ward' }, category_code: { var: 'category' } } as const satisfies Binding['where'];

/** Open reports whose clock runs; past their deadline with `due_at` before now. */
export const running = { ...chosen, status: { in: states } } as const satisfies Binding['where'];

/** Open reports for a map, those due first when there are too many. Those that lie nowhere come too: the map says how many. */
export const places = {
  from: 'report',
  select: ['report_code', 'title', 'category_code', 'ward', 'severity_level', 'location', 'reported_at', 'due_at', 'answered_at'],
  where: { ...chosen, status: { in: unfinished } },
  sort: ['due_at'],
  limit: 3000,
} as const satisfies Binding;

/** Received hour by hour today, beside the same hours of yesterday. */
export const hourly = {
  from: 'received',
  by: [{ field: 'reported_at', grain: 'hour' }],
  where: chosen,
  time: 'today',
  compare: ['previous'],
} as const satisfies Binding;

/** What the column of yesterday is called. */
export const yesterday = { value_previous: { vi: 'hôm qua', en: 'yesterday' } };

/** Shape at the head of a row: urgent reports stand out, everything else is grey. */
export const severity = { field: 'severity_level', shapes: { urgent: 'critical', quick: 'normal', normal: 'normal', complex: 'normal' } };

/** Icon of a report by the domain of its category. */
export const icons = {
  field: 'category_code.domain',
  names: {
    security_order: 'shield-alert',
    urban_order: 'store',
    environment_sanitation: 'leaf',
    waste: 'trash-2',
    traffic_safety: 'traffic-cone',
    traffic_infrastructure: 'construction',
    public_infrastructure: 'fence',
    lighting: 'lightbulb-off',
    drainage_flood: 'waves',
    construction: 'hammer',
    public_administration: 'landmark',
    officials_conduct: 'user-round-x',
    health_food_safety: 'utensils',
    education: 'graduation-cap',
    tourism_service: 'palmtree',
    electricity: 'zap',
    water_supply: 'droplets',
    telecom: 'radio-tower',
    noise: 'volume-2',
    fire_safety: 'flame',
    land: 'map',
    fraud_online: 'shield-x',
    other: 'message-square-warning',
  },
};
