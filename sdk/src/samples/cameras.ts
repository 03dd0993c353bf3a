// One source with a handler, one action, one widget of its own, personal and secret fields.

import { defineDataset } from '../dataset.ts';
import { defineAction, defineSource } from '../handlers.ts';
import type { Placement } from '../page.ts';
import { definePlugin, type PluginPackage } from '../plugin.ts';
import { geoPoint, schema, type TypeOf } from '../schema.ts';
import { defineWidget } from '../widget.ts';

const camera = defineDataset({
  row: schema({
    required: ['camera_code', 'name', 'owner', 'access_level', 'state', 'commune_code', 'location'],
    properties: {
      camera_code: { type: 'string', format: 'code' },
      name: { type: 'string' },
      owner: { type: 'string', format: 'unit', 'x-ref': 'core/agency' },
      purpose: { type: 'array', items: { type: 'string', enum: ['security', 'traffic', 'flood', 'tourism'] } },
      access_level: { type: 'string', enum: ['public', 'internal', 'restricted', 'police_only'] },
      stream_main: { type: 'string', format: 'uri', 'x-personal': 'secret' },
      heading_deg: { type: 'number', minimum: 0, maximum: 359, 'x-unit': 'deg' },
      state: { type: 'string', enum: ['active', 'maintenance', 'retired'] },
      commune_code: { type: 'string', format: 'unit' },
      location: geoPoint,
    },
  }),
  key: ['camera_code'],
  geo: 'location',
  unit: 'commune_code',
  agency: 'owner',
  scope: 'unit',
  open: { where: { access_level: 'public' } },
});

const camera_status = defineDataset({
  row: schema({
    required: ['camera_code', 'checked_at', 'online'],
    properties: {
      camera_code: { type: 'string', 'x-ref': 'camera' },
      checked_at: { type: 'string', format: 'date-time' },
      online: { type: 'boolean' },
      image_quality: { type: 'string', enum: ['ok', 'blurred', 'covered', 'frozen', 'no_signal'] },
      latency_ms: { type: 'number', 'x-unit': 'ms' },
    },
  }),
  key: ['camera_code', 'checked_at'],
  time: 'checked_at',
  expects: { every: 'PT5M', from: 'camera_code' },
  keep: 'P30D',
});

export const gateway = defineSource({
  into: camera_status,
  config: schema({ required: ['url'], properties: { url: { type: 'string', format: 'uri' }, site: { type: 'string' } } }),
  secrets: ['token'],
  every: 'PT1M',
  async *pull({ config, since, signal, fetch, secret, log }) {
    const response = await fetch(`${config.url}/status?since=${since ?? ''}`, {
      signal,
      headers: { authorization: `Bearer ${secret('token')}` },
    });
    const cameras = (await response.json()) as { id: string; up: boolean; at: string }[];
    log('cameras checked', { count: cameras.length });
    for (const { id, up, at } of cameras)
      yield { camera_code: id, checked_at: at, online: up, image_quality: up ? 'ok' : 'no_signal' } satisfies TypeOf<
        typeof camera_status.row
      >;
  },
});

/** Opens a live view for a person with `camera.view`; the log of viewing is written before the address is given. */
export const view = defineAction({
  of: camera,
  on: 'call',
  input: schema({
    required: ['purpose'],
    properties: { purpose: { type: 'string', enum: ['duty', 'incident', 'request'] }, incident_ref: { type: 'string' } },
  }),
  async run({ record, input }, { fetch, secret }) {
    const response = await fetch(`https://gateway.example.gov.vn/play/${record.camera_code}?purpose=${input.purpose}`, {
      headers: { authorization: secret('token') },
    });
    return { url: await response.text() };
  },
});

export const grid = defineWidget({
  element: 'cameras-grid',
  module: './widgets/grid.js',
  group: 'media',
  options: schema({
    properties: { tiles: { type: 'integer', enum: [1, 4, 9, 16], default: 4 }, tour: { type: 'boolean', 'x-ui': { advanced: true } } },
  }),
  ports: { cameras: { shape: 'rows', fields: { camera_code: 'code', name: 'string', state: 'string' } } },
  emits: ['select', 'open'],
  size: { min: [4, 6], ideal: [12, 12] },
  role: 'region',
  sample: { options: { tiles: 4 }, data: { cameras: [{ camera_code: 'PT-001', name: 'Bãi biển Đồi Dương', state: 'active' }] } },
});

export default definePlugin({
  datasets: { camera, camera_status },
  sources: { gateway },
  actions: { view },
  widgets: { grid },
  indicators: {
    online_rate: {
      formula: "100*count(camera_status where checked_at=latest_check and online=true)/count(camera where state='active')",
      unit: '%',
      frequency: 'live',
      direction: 'up',
      levels: { green: '>=95', amber: '>=85' },
    },
  },
  alerts: {
    ca_tamper: {
      watch: { from: 'camera_status', select: ['camera_code'], where: { image_quality: { in: ['covered', 'no_signal'] } } },
      lasting: 'PT2M',
      priority: 'medium',
      notify: ['operator'],
      respond: 'PT30M',
    },
  },
  pages: {
    live: {
      title: { vi: 'Camera trực tiếp' },
      level: 3,
      sections: { sc_a: { rank: 'a0', layout: { kind: 'flow' } } },
      widgets: {
        w_grid: {
          use: 'grid',
          v: 1,
          in: 'sc_a',
          rank: 'a0',
          span: { w: 24, h: 'auto' },
          options: { tiles: 9 },
          bind: { cameras: { from: 'camera', select: ['camera_code', 'name', 'state'], where: { state: 'active' } } },
        } satisfies Placement<TypeOf<typeof grid.options>>,
      },
    },
  },
  messages: {
    vi: {
      title: 'Camera giám sát',
      gateway: 'Cổng video',
      view: 'Xem trực tiếp',
      grid: 'Lưới camera',
      online_rate: 'Camera trực tuyến',
      ca_tamper: 'Camera bị che',
      camera: 'Camera',
      'camera.camera_code': 'Mã camera',
      'camera.name': 'Tên',
      'camera.owner': 'Đơn vị sở hữu',
      'camera.purpose': 'Mục đích',
      'camera.access_level': 'Mức truy cập',
      'camera.stream_main': 'Luồng chính',
      'camera.heading_deg': 'Hướng',
      'camera.state': 'Trạng thái',
      'camera.commune_code': 'Xã, phường',
      'camera.location': 'Vị trí',
      camera_status: 'Tình trạng camera',
      'camera_status.camera_code': 'Camera',
      'camera_status.checked_at': 'Kiểm tra lúc',
      'camera_status.online': 'Trực tuyến',
      'camera_status.image_quality': 'Chất lượng hình',
      'camera_status.latency_ms': 'Độ trễ',
    },
  },
});

/** What stands under "haidang" in its package.json. */
export const pluginPackage: PluginPackage = {
  sdk: '^1.0.0',
  icon: 'cctv',
  capabilities: { read: ['core/agency'], fetch: ['https://gateway.example.gov.vn'], secrets: ['token'] },
};
