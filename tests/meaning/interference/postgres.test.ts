import { compareOn } from './suite.ts';

compareOn('postgres');
