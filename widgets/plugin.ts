import { definePlugin } from '@haidang/sdk';
import { en } from './messages/en.ts';
import { vi } from './messages/vi.ts';
import { chart } from './src/widgets/chart/definition.ts';
import { feed } from './src/widgets/feed/definition.ts';
import { map } from './src/widgets/map/definition.ts';
import { table } from './src/widgets/table/definition.ts';
import { text } from './src/widgets/text/definition.ts';
import { value } from './src/widgets/value/definition.ts';

export default definePlugin({ widgets: { value, chart, map, table, feed, text }, messages: { vi, en } });
