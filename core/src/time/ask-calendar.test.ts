import { expect, test } from 'vitest';
import { describeDatabases } from '../../../tests/support/databases.ts';
import { localCaller } from '../access/caller.ts';
import { parseLocal } from '../data/query/calendar.ts';
import { Reading } from '../data/query/reading.ts';
import { testContext } from '../data/testing.ts';
import { writeRecords } from '../data/write.ts';
import { working_calendar } from '../records/working-calendar.ts';
import { askCalendar } from './ask-calendar.ts';
import { isWorkingDay } from './working-calendar.ts';

describeDatabases('the calendar read with an answer', (open) => {
  test('has its days off, its worked Saturdays and their hours', async () => {
    const database = await open();
    const dataset = 'core/working_calendar';
    const context = await testContext(database, { datasets: { [dataset]: working_calendar } });
    const rows = [
      { calendar_code: 'default', date: '2026-04-30', is_working: false, shifts: [], status: 'official' },
      { calendar_code: 'default', date: '2026-08-22', is_working: true, shifts: [['08:00', '12:00']], status: 'expected' },
      { calendar_code: 'other', date: '2026-08-21', is_working: false, shifts: [], status: 'official' },
    ];
    await writeRecords(context, { dataset, rows: rows.map((row, index) => ({ line: index + 1, row })), caller: localCaller() });
    const reading = new Reading();
    const asked = askCalendar(context, reading);
    const calendar = asked(await reading.read(database));
    expect(isWorkingDay(calendar, parseLocal('2026-04-30'))).toBe(false);
    expect(isWorkingDay(calendar, parseLocal('2026-08-21'))).toBe(true);
    expect(calendar.shiftsOn(parseLocal('2026-08-22'))).toEqual([[8 * 3_600_000, 12 * 3_600_000]]);
  });

  test('is the week alone where no calendar is kept', async () => {
    const context = await testContext(await open(), { datasets: {} });
    const calendar = askCalendar(context, new Reading())(new Map());
    expect(isWorkingDay(calendar, parseLocal('2026-04-30'))).toBe(true);
    expect(isWorkingDay(calendar, parseLocal('2026-08-22'))).toBe(false);
  });
});
