import { definePlugin } from '@haidang/sdk';
import { category } from './datasets/category.ts';
import { report } from './datasets/report.ts';
import { median_resolve_hours } from './indicators/duration.ts';
import { fallen_due, on_time_rate, on_time_rate_original, overdue_open } from './indicators/punctuality.ts';
import { open, received, resolved } from './indicators/volume.ts';
import { en } from './messages/en.ts';
import { vi } from './messages/vi.ts';
import { overview } from './pages/overview.ts';
import { reports } from './pages/reports.ts';
import { roles } from './roles.ts';

export default definePlugin({
  datasets: { report, category },
  indicators: { received, resolved, open, on_time_rate_original, on_time_rate, fallen_due, overdue_open, median_resolve_hours },
  pages: { overview, reports },
  roles,
  messages: { vi, en },
});
