// The shape of the model plugin: report with workflow and clock, two lists, six indicators, one page. States and steps are shortened here; the plugin follows field-reports.md §2.
import { defineAlert } from '../alert.ts';
import { defineDataset } from '../dataset.ts';
import { definePlugin } from '../plugin.ts';
import { geoPoint, schema, type TypeOf } from '../schema.ts';
import { defineWorkflow } from '../workflow.ts';

export const category = defineDataset({
  row: schema({
    required: ['category_code', 'name_vi', 'domain', 'default_severity', 'active'],
    properties: {
      category_code: { type: 'string', format: 'code' },
      parent_code: { type: 'string', 'x-ref': 'category' },
      name_vi: { type: 'string' },
      name_en: { type: 'string' },
      domain: { type: 'string', enum: ['urban_order', 'waste', 'traffic_infrastructure', 'lighting', 'drainage_flood', 'other'] },
      default_severity: { type: 'string', enum: ['normal', 'urgent', 'complex'] },
      active: { type: 'boolean' },
    },
  }),
  key: ['category_code'],
  scope: 'all',
  open: true,
});

export const agency = defineDataset({
  row: schema({
    required: ['agency_code', 'name'],
    properties: { agency_code: { type: 'string', format: 'code' }, name: { type: 'string' }, ward: { type: 'string', format: 'unit' } },
  }),
  key: ['agency_code'],
  unit: 'ward',
  scope: 'all',
});

const row = schema({
  required: ['report_code', 'channel', 'title', 'category_code', 'severity_level', 'ward', 'reported_at', 'status', 'is_public'],
  properties: {
    report_code: { type: 'string', format: 'code' },
    channel: { type: 'string', enum: ['mobile_app', 'web', 'hotline_1022', 'zalo', 'camera_ai', 'open311', 'other'] },
    title: { type: 'string', maxLength: 200 },
    description: { type: 'string', format: 'text', maxLength: 5000, 'x-personal': 'basic' },
    category_code: { type: 'string', 'x-ref': 'category' },
    severity_level: { type: 'string', enum: ['normal', 'urgent', 'complex'] },
    location: geoPoint,
    ward: { type: 'string', format: 'unit' },
    lead_agency: { type: 'string', 'x-ref': 'agency' },
    media: { type: 'array', items: { type: 'string', format: 'file' }, maxItems: 10, 'x-personal': 'basic' },
    reported_at: { type: 'string', format: 'date-time' },
    accepted_at: { type: 'string', format: 'date-time' },
    resolved_at: { type: 'string', format: 'date-time' },
    original_due_at: { type: 'string', format: 'date-time' },
    due_at: { type: 'string', format: 'date-time' },
    status: {
      type: 'string',
      enum: [
        'submitted',
        'need_info',
        'rejected',
        'assigned',
        'returned',
        'in_progress',
        'pending_review',
        'resolved',
        'reopened',
        'closed',
      ],
    },
    reason: { type: 'string', format: 'text' },
    resolution_type: { type: 'string', enum: ['fixed', 'scheduled', 'explained', 'unable_to_fix'] },
    resolution_text: { type: 'string', format: 'text' },
    resolution_media: { type: 'array', items: { type: 'string', format: 'file' } },
    reopen_count: { type: 'integer', minimum: 0 },
    return_count: { type: 'integer', minimum: 0 },
    is_public: { type: 'boolean' },
    reporter_name: { type: 'string', 'x-personal': 'basic', 'x-keep': 'P12M' },
    reporter_phone: { type: 'string', 'x-personal': 'basic', 'x-keep': 'P12M' },
  },
});

const handling = defineWorkflow(row, {
  field: 'status',
  initial: 'submitted',
  transitions: {
    assign: {
      from: ['submitted', 'returned', 'reopened'],
      to: 'assigned',
      needs: ['lead_agency'],
      set: { accepted_at: 'now' },
      notify: ['agency_officer'],
    },
    reject: { from: ['submitted', 'need_info', 'returned'], to: 'rejected', needs: ['reason'] },
    ask: { from: ['submitted'], to: 'need_info', needs: ['reason'] },
    complete: { from: ['need_info'], to: 'submitted' },
    give_up: { from: ['need_info'], to: 'rejected', after: { working: 'P5D' } },
    accept: { from: ['assigned'], to: 'in_progress' },
    return: {
      from: ['assigned', 'in_progress'],
      to: 'returned',
      needs: ['reason'],
      must: { return_count: { lt: 2 } },
      set: { return_count: { plus: 1 } },
    },
    answer: {
      from: ['in_progress'],
      to: 'pending_review',
      needs: ['resolution_type', 'resolution_text'],
      set: { resolved_at: 'now' },
      must: { any: [{ not: { resolution_type: 'fixed' } }, { resolution_media: { empty: false } }] },
    },
    approve: { from: ['pending_review'], to: 'resolved', notBy: ['answer'] },
    send_back: { from: ['pending_review'], to: 'in_progress', needs: ['reason'] },
    reopen: {
      from: ['resolved'],
      to: 'reopened',
      must: { reopen_count: { lt: 2 }, resolved_at: { gte: 'now-15d' } },
      set: { reopen_count: { plus: 1 } },
    },
    close: { from: ['resolved'], to: 'closed', after: 'P7D' },
  },
  clocks: {
    handling: {
      runs: ['assigned', 'in_progress', 'reopened'],
      rests: ['need_info', 'pending_review'],
      due: 'due_at',
      original: 'original_due_at',
      limits: [
        { where: { severity_level: 'urgent' }, within: { working: 'PT4H' }, legal: '1207/QĐ-UBND' },
        { where: { severity_level: 'complex' }, within: { working: 'P10D' } },
        { within: { working: 'P3D' } },
      ],
      escalate: [
        { at: 0.8, notify: ['agency_officer'] },
        { at: 1, notify: ['agency_head'] },
        { at: { working: 'P3D' }, notify: ['leader'] },
      ],
    },
  },
});

export const report = defineDataset({
  row,
  key: ['report_code'],
  time: 'reported_at',
  geo: 'location',
  unit: 'ward',
  agency: 'lead_agency',
  expects: { every: 'PT1H', frozen: 'P1D' },
  rules: {
    resolved_after_reported: { must: { resolved_at: { gte: { field: 'reported_at' } } }, critical: true },
    fixed_has_photo: { where: { resolution_type: 'fixed' }, must: { resolution_media: { empty: false } } },
  },
  scope: 'unit',
  open: { where: { is_public: true } },
  keep: 'P5Y',
  history: true,
  workflow: handling,
  changes: { 2: [{ rename: ['category', 'category_code'] }, { add: 'severity_level', value: 'normal' }] },
});
export type Report = TypeOf<typeof report.row>;

const inPeriod = 'count(report where resolved_at in period)';

export default definePlugin({
  datasets: { report, category, agency },
  indicators: {
    received: {
      formula: "count(report where reported_at in period and status!='rejected')",
      unit: 'reports',
      frequency: ['day', 'month'],
      by: ['ward', 'category_code'],
    },
    open: {
      formula: "count(report where status in ['submitted','assigned','returned','in_progress','reopened'])",
      unit: 'reports',
      frequency: 'live',
      direction: 'down',
    },
    resolved: { formula: inPeriod, unit: 'reports', frequency: ['day', 'month'], by: ['ward', 'lead_agency'] },
    on_time_rate_original: {
      formula: `100*count(report where resolved_at in period and resolved_at<=original_due_at)/${inPeriod}`,
      unit: '%',
      frequency: ['day', 'month'],
      direction: 'up',
      levels: { green: '>=90', amber: '>=75' },
      atLeast: 10,
      regime: 'operational',
    },
    on_time_rate: {
      formula: `100*count(report where resolved_at in period and resolved_at<=due_at)/${inPeriod}`,
      unit: '%',
      frequency: ['day', 'month'],
      direction: 'up',
      levels: { green: '>=95', amber: '>=85' },
      atLeast: 10,
    },
    median_resolve_hours: {
      formula: 'median(whours(report.reported_at,report.resolved_at) where resolved_at in period)',
      unit: 'working_hours',
      frequency: 'month',
      direction: 'down',
      levels: { green: '<=24', amber: '<=40' },
    },
  },
  alerts: {
    fr_urgent_unaccepted: defineAlert({
      watch: {
        from: 'report',
        select: ['report_code', 'title', 'ward'],
        where: { severity_level: 'urgent', accepted_at: { empty: true }, reported_at: { lt: 'now-15m' } },
      },
      priority: 'critical',
      notify: ['operator', 'duty_officer'],
      respond: 'PT15M',
      repeat: 'PT15M',
    }),
  },
  roles: {
    operator: ['report.read', 'report.personal', 'report.assign', 'report.reject', 'report.ask', 'report.approve', 'report.send_back'],
    agency_officer: ['report.read', 'report.accept', 'report.return', 'report.answer'],
  },
  pages: {
    reports: {
      title: { vi: 'Phản ánh hiện trường', en: 'Field reports' },
      level: 2,
      menu: { rank: 'a1', icon: 'message-square-warning' },
      time: { last: 'P30D' },
      vars: { ward: { kind: 'dimension', of: 'unit', many: true, default: 'mine', rank: 'a0' } },
      sections: { sc_main: { rank: 'a0', layout: { kind: 'flow' } } },
      widgets: {
        w_ontime01: {
          use: 'core/value',
          v: 1,
          in: 'sc_main',
          rank: 'a0',
          span: { w: 6, h: 5 },
          bind: { main: { from: 'on_time_rate_original', time: { var: 'time' }, where: { ward: { var: 'ward' } }, compare: ['previous'] } },
        },
        w_map00001: {
          use: 'core/map',
          v: 1,
          in: 'sc_main',
          rank: 'a1',
          span: { w: 12, h: 12 },
          bind: {
            points: {
              from: 'report',
              select: ['report_code', 'title', 'status', 'location'],
              where: { ward: { var: 'ward' }, status: { in: ['assigned', 'in_progress'] } },
              limit: 500,
            },
          },
        },
        w_domain01: {
          use: 'core/chart',
          v: 1,
          in: 'sc_main',
          rank: 'a2',
          span: { w: 6, h: 8 },
          bind: {
            main: {
              from: 'report',
              measures: { reports: { fn: 'count' } },
              by: ['category_code', { field: 'reported_at', grain: 'week' }],
              time: { var: 'time' },
            },
          },
        },
      },
      links: { ln_ward0001: { from: 'w_map00001', on: 'select', do: { kind: 'filter', by: 'unit', var: 'ward' } } },
      profiles: { phone: { widgets: { w_map00001: { hide: true } } } },
    },
  },
  messages: {
    vi: {
      title: 'Phản ánh hiện trường',
      operator: 'Trực IOC',
      agency_officer: 'Cán bộ xử lý',
      fr_urgent_unaccepted: 'Phản ánh khẩn chưa tiếp nhận',
      'fr_urgent_unaccepted.cause': 'Quá 15 phút chưa ai nhận',
      received: 'Số phản ánh tiếp nhận',
      open: 'Đang mở',
      resolved: 'Đã xử lý',
      on_time_rate_original: 'Đúng hạn (hạn ban đầu)',
      on_time_rate: 'Đúng hạn (có gia hạn)',
      median_resolve_hours: 'Thời gian xử lý trung vị',
      category: 'Lĩnh vực',
      'category.category_code': 'Mã lĩnh vực',
      'category.parent_code': 'Lĩnh vực cha',
      'category.name_vi': 'Tên',
      'category.name_en': 'Tên tiếng Anh',
      'category.domain': 'Nhóm',
      'category.default_severity': 'Mức độ mặc định',
      'category.active': 'Đang dùng',
      agency: 'Cơ quan',
      'agency.agency_code': 'Mã cơ quan',
      'agency.name': 'Tên',
      'agency.ward': 'Địa bàn',
      report: 'Phản ánh',
      'report.report_code': 'Mã phản ánh',
      'report.channel': 'Kênh tiếp nhận',
      'report.title': 'Tiêu đề',
      'report.description': 'Nội dung',
      'report.category_code': 'Lĩnh vực',
      'report.severity_level': 'Mức độ',
      'report.location': 'Vị trí',
      'report.ward': 'Xã, phường',
      'report.lead_agency': 'Cơ quan chủ trì',
      'report.media': 'Ảnh',
      'report.reported_at': 'Thời điểm gửi',
      'report.accepted_at': 'Thời điểm tiếp nhận',
      'report.resolved_at': 'Thời điểm có kết quả',
      'report.original_due_at': 'Hạn ban đầu',
      'report.due_at': 'Hạn hiện hành',
      'report.status': 'Trạng thái',
      'report.status.submitted': 'Mới gửi',
      'report.reason': 'Lý do',
      'report.resolution_type': 'Kết quả',
      'report.resolution_text': 'Nội dung trả lời',
      'report.resolution_media': 'Ảnh sau xử lý',
      'report.reopen_count': 'Số lần mở lại',
      'report.return_count': 'Số lần trả lại',
      'report.is_public': 'Công khai',
      'report.reporter_name': 'Họ tên người gửi',
      'report.reporter_phone': 'Số điện thoại',
    },
    en: { title: 'Field reports', report: 'Report' },
  },
});
