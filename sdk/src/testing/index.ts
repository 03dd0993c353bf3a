export { createTestIoc, type TestIoc, type TestIocOptions, type TestRow } from './create-test-ioc.ts';
export { type TestUnit, type TestUnits, testUnits } from './locality.ts';
