import { definePlugin } from '@haidang/sdk';
import { en } from './messages/en.ts';
import { vi } from './messages/vi.ts';
import { chart } from './src/widgets/chart/definition.ts';
import { feed } from './src/widgets/feed/definition.ts';
import { table } from './src/widgets/table/definition.ts';
import { value } from './src/widgets/value/definition.ts';

export default definePlugin({ widgets: { value, chart, table, feed }, messages: { vi, en } });
