import type { PageTemplate } from '@haidang/sdk';
import { chosen, hourly, running, severity, vars, yesterday } from './parts.ts';

const time = { var: 'time' } as const;
const third = { w: 8, h: 7 } as const;

/** Level 2: in time or not, when, now; then who; then the queue, the hero of the page. */
export const reports: PageTemplate = {
  title: { vi: 'Phản ánh hiện trường', en: 'Field reports' },
  level: 2,
  menu: { rank: 'a1', icon: 'message-square-warning' },
  time: { last: 'P30D' },
  vars,
  sections: { sc_all: { rank: 'a0', layout: { kind: 'flow', columns: 24 } } },
  widgets: {
    w_ontime: {
      use: 'core/value',
      v: 1,
      in: 'sc_all',
      rank: 'a0',
      span: third,
      title: { vi: 'Xử lý đúng hạn', en: 'Done on time' },
      bind: {
        main: { from: 'on_time_rate_original', where: chosen, time },
        second: { from: 'on_time_rate', where: chosen, time },
      },
      options: {
        layout: 'pair',
        decimals: 1,
        labels: { main: { vi: 'Theo hạn gốc', en: 'First deadline' }, second: { vi: 'Có gia hạn', en: 'With extensions' } },
      },
    },
    w_hours: {
      use: 'core/chart',
      v: 1,
      in: 'sc_all',
      rank: 'a1',
      span: third,
      title: { vi: 'Tiếp nhận theo giờ, hôm nay', en: 'Received by hour, today' },
      bind: { main: hourly },
      options: { kind: 'column', labels: yesterday },
    },
    w_now: {
      use: 'core/value',
      v: 1,
      in: 'sc_all',
      rank: 'a2',
      span: third,
      title: { vi: 'Lúc này', en: 'Now' },
      bind: {
        main: { from: 'open', where: chosen },
        second: { from: 'overdue_open', where: chosen },
        third: { from: 'report', measures: { reports: { fn: 'count', where: { due_at: { gte: 'now', lt: 'now+24h' } } } }, where: running },
        fourth: { from: 'report', measures: { reports: { fn: 'count', where: { status: 'answered' } } }, where: chosen },
      },
      options: {
        layout: 'tiles',
        labels: {
          main: { vi: 'Đang mở', en: 'Open' },
          second: { vi: 'Quá hạn', en: 'Overdue' },
          third: { vi: 'Đến hạn trong 24 giờ', en: 'Due within 24 hours' },
          fourth: { vi: 'Chờ duyệt', en: 'Under review' },
        },
      },
    },
    w_wards: {
      use: 'core/chart',
      v: 1,
      in: 'sc_all',
      rank: 'a3',
      span: { w: 8, h: 8 },
      title: { vi: 'Đúng hạn gốc theo phường, xã', en: 'On time by ward, first deadline' },
      bind: {
        main: { from: 'on_time_rate_original', by: [{ field: 'ward', grain: 'ward' }], where: chosen, time },
        cases: { from: 'fallen_due', by: [{ field: 'ward', grain: 'ward' }], where: chosen, time },
      },
      options: { kind: 'ranking', sort: 'value', decimals: 1, target: 90, atLeast: 10 },
    },
    w_agencies: {
      use: 'core/chart',
      v: 1,
      in: 'sc_all',
      rank: 'a4',
      span: { w: 8, h: 8 },
      title: { vi: 'Cơ quan đang quá hạn', en: 'Agencies with overdue reports' },
      bind: { main: { from: 'overdue_open', by: ['lead_agency'], where: chosen, sort: ['-value'], limit: 7 } },
      options: { kind: 'ranking', sort: 'value' },
    },
    w_categories: {
      use: 'core/chart',
      v: 1,
      in: 'sc_all',
      rank: 'a5',
      span: { w: 8, h: 8 },
      title: { vi: 'Lĩnh vực bị phản ánh nhiều', en: 'Most reported categories' },
      bind: { main: { from: 'received', by: ['category_code'], where: chosen, time, sort: ['-value'], limit: 7 } },
      options: { kind: 'ranking', sort: 'value' },
    },
    w_queue: {
      use: 'core/table',
      v: 1,
      in: 'sc_all',
      rank: 'a6',
      span: { w: 24, h: 10 },
      title: { vi: 'Hàng đợi', en: 'Queue' },
      bind: {
        main: {
          from: 'report',
          select: ['report_code', 'title', 'category_code', 'ward', 'lead_agency', 'status', 'severity_level', 'reported_at', 'due_at'],
          where: running,
          sort: ['due_at'],
          limit: 500,
        },
      },
      options: {
        columns: [
          { field: 'title', label: { vi: 'Nội dung', en: 'Subject' } },
          { field: 'category_code', width: 200 },
          { field: 'ward', width: 130 },
          { field: 'lead_agency', label: { vi: 'Đơn vị giữ', en: 'Held by' }, width: 190 },
          { field: 'status', width: 120 },
          { field: 'due_at', label: { vi: 'Thời gian còn lại', en: 'Time left' }, as: 'due', from: 'reported_at', width: 190 },
          { field: 'reported_at', label: { vi: 'Gửi lúc', en: 'Sent' }, as: 'time', width: 100 },
        ],
        lead: 'title',
        status: severity,
      },
    },
  },
  profiles: {
    // Three narrow columns rather than one and a half.
    tablet: { columns: 24 },
    phone: {
      columns: 4,
      widgets: {
        w_now: { rank: 'a0', span: { w: 4, h: 8 } },
        w_ontime: { rank: 'a1', span: { w: 4, h: 8 } },
        w_queue: { rank: 'a2', span: { w: 4, h: 18 } },
        w_wards: { rank: 'a3', span: { w: 4, h: 10 } },
        w_agencies: { rank: 'a4', span: { w: 4, h: 9 } },
        w_hours: { hide: true },
        w_categories: { hide: true },
      },
    },
  },
};
