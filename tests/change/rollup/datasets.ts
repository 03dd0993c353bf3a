import { defineDataset, defineIndicator, schema } from '@haidang/sdk';

export const statuses = ['new', 'doing', 'done', 'archived', 'rejected'] as const;
export const channels = ['web', 'phone', 'counter'] as const;
export const domains = ['waste', 'road'] as const;

const category = defineDataset({
  row: schema({
    required: ['code', 'domain'],
    properties: { code: { type: 'string', format: 'code' }, domain: { type: 'string', enum: domains } },
  }),
  key: ['code'],
});

const instant = { type: 'string', format: 'date-time' } as const;

const report = defineDataset({
  row: schema({
    required: ['code', 'reported_at'],
    properties: {
      code: { type: 'string', format: 'code' },
      category: { type: 'string', 'x-ref': 'category' },
      channel: { type: 'string', enum: channels },
      status: { type: 'string', enum: statuses },
      ward: { type: 'string', format: 'unit' },
      urgent: { type: 'boolean' },
      reported_at: instant,
      due_at: instant,
      closed_at: instant,
      votes: { type: 'integer' },
      score: { type: 'number' },
    },
  }),
  key: ['code'],
  time: 'reported_at',
  unit: 'ward',
});

const count = defineDataset({
  row: schema({
    required: ['station', 'date'],
    properties: {
      station: { type: 'string', format: 'code' },
      date: { type: 'string', format: 'date' },
      kind: { type: 'string', enum: ['car', 'bike'] },
      passed: { type: 'integer' },
      level: { type: 'number' },
    },
  }),
  key: ['station', 'date'],
  time: 'date',
});

export const datasets = { category, report, count };

const counted = "status not in ['rejected']";
const by = ['ward', 'category', 'channel', 'urgent'];
const of = (formula: string, breakdowns: readonly string[] = by) =>
  defineIndicator({ formula, unit: '1', frequency: 'live', by: breakdowns as string[] });

/** What a roll-up can tell, alone or with rows of days that are cut. */
export const additive = {
  received: of(`count(report where reported_at in period and ${counted})`),
  closed: of("count(report where closed_at in period and status in ['done','archived'])"),
  on_time: of(
    `100*count(report where due_at in period and closed_at<=due_at and ${counted})/count(report where due_at in period and (closed_at not empty or due_at<now) and ${counted})`,
  ),
  overdue: of("count(report where due_at<now and status in ['new','doing'])"),
  due_soon: of("count(report where due_at>=now and due_at<now+3d and status in ['new','doing'])"),
  today: of(`count(report where reported_at in today and ${counted})`),
  open: of("count(report where status in ['new','doing'])"),
  votes: of('sum(report.votes where reported_at in period)'),
  most_votes: of(`max(report.votes where closed_at in period and ${counted})`),
  least_votes: of('min(report.votes where reported_at in period and urgent)'),
  slow: of('count(report where closed_at in period and hours(report.reported_at,report.closed_at)>24)'),
  passed: of("sum(count.passed where date in period and kind='car')", ['kind']),
  high: of('count(count where date in period and level>2)', ['kind']),
  before_today: of('count(count where date<today)', ['kind']),
};

/** What only rows can tell. */
export const others = {
  middle: of('median(report.votes where closed_at in period)'),
  categories: of('distinct(report.category where reported_at in period)'),
};
