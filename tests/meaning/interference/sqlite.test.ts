import { compareOn } from './suite.ts';

compareOn('sqlite');
