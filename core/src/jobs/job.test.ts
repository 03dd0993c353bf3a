import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Job } from './job.ts';

const every = 1000;
let job: Job | undefined;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(async () => {
  await job?.stop();
  vi.useRealTimers();
});

function started(work: () => Promise<boolean>, onError: (error: Error) => void = () => {}): Job {
  job = new Job({ name: 'work', every, work, onError });
  job.start();
  return job;
}

test('works at once, then each time after it has rested', async () => {
  const work = vi.fn(async () => false);
  started(work);
  await vi.advanceTimersByTimeAsync(0);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(every - 1);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2 * every + 1);
  expect(work).toHaveBeenCalledTimes(4);
});

test('goes on without rest while there is more', async () => {
  let left = 5;
  const work = vi.fn(async () => --left > 0);
  started(work);
  await vi.advanceTimersByTimeAsync(every / 2);
  expect(work).toHaveBeenCalledTimes(5);
});

test('never runs twice at once, and once more when it was woken in the middle', async () => {
  let [running, most, runs] = [0, 0, 0];
  const woken = started(async () => {
    runs++;
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 100));
    running--;
    return false;
  });
  await vi.advanceTimersByTimeAsync(50);
  woken.wake();
  woken.wake();
  await vi.advanceTimersByTimeAsync(200);
  expect([most, runs]).toEqual([1, 2]);
  woken.wake();
  await vi.advanceTimersByTimeAsync(100);
  expect([most, runs]).toEqual([1, 3]);
});

test('tells a fault once, rests after it whoever wakes it, and tells the next one', async () => {
  const faults: string[] = [];
  let fault: string | undefined = 'away';
  const work = vi.fn(async () => {
    if (fault !== undefined) throw new Error(fault);
    return false;
  });
  const failing = started(work, ({ message }) => faults.push(message));
  await vi.advanceTimersByTimeAsync(0);
  failing.wake();
  await vi.advanceTimersByTimeAsync(4999);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10_001);
  expect(work).toHaveBeenCalledTimes(4);
  expect(faults).toEqual(['work: away']);
  fault = undefined;
  await vi.advanceTimersByTimeAsync(6000);
  fault = 'away';
  await vi.advanceTimersByTimeAsync(6000);
  expect(faults).toEqual(['work: away', 'work: away']);
});

test('stops when what is under way is done, also when that has more to do', async () => {
  let isDone = false;
  const work = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    isDone = true;
    return true;
  });
  const stopped = started(work);
  await vi.advanceTimersByTimeAsync(50);
  const ending = stopped.stop().then(() => isDone);
  await vi.advanceTimersByTimeAsync(100);
  expect(await ending).toBe(true);
  stopped.wake();
  await vi.advanceTimersByTimeAsync(10 * every);
  expect(work).toHaveBeenCalledTimes(1);
});
