import type { Database } from '../../../core/src/data/database.ts';

/** Makes some transactions that wrote to the change log wait before they commit: numbers are given long before. */
export async function delayCommits({ write }: Database): Promise<void> {
  await write.raw(`CREATE FUNCTION wait_a_little() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF random() < 0.01 THEN PERFORM pg_sleep(random() * 0.05); END IF;
      RETURN NULL;
    END $$`);
  await write.raw(
    'CREATE CONSTRAINT TRIGGER wait_a_little AFTER INSERT ON change DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_a_little()',
  );
}
