import { WriteStream } from 'node:tty';
import cliProgress from 'cli-progress';
import type { Progress } from './read/bytes.ts';

/** Shows how far an import has come. */
export interface Meter {
  show(progress: Progress, rows: number): void;
  stop(): void;
}

/** Where it is shown; a terminal gets a bar, anything else a line now and then. */
export interface Screen {
  write(text: string): unknown;
}

const every = 3_000;

const words = { vi: { rows: 'hàng', perSecond: 'hàng/giây', left: 'còn' }, en: { rows: 'rows', perSecond: 'rows/s', left: 'left' } };

/** A meter by bytes of the file. `now` gives milliseconds. */
export function meter(screen: Screen, language: 'vi' | 'en', now: () => number = () => performance.now()): Meter {
  const start = now();
  const number = new Intl.NumberFormat(language);
  const perSecond = (rows: number) => number.format(Math.round((rows / Math.max(now() - start, 1)) * 1000));
  const { rows: rowsWord, perSecond: speedWord, left } = words[language];
  return screen instanceof WriteStream ? bar(screen) : lines();

  function bar(stream: WriteStream): Meter {
    const format = `{bar} {percentage}% · {rows} ${rowsWord} · {speed} ${speedWord} · ${left} {eta_formatted}`;
    const shown = new cliProgress.SingleBar(
      { format, stream, clearOnComplete: true, hideCursor: true },
      cliProgress.Presets.shades_classic,
    );
    shown.start(1, 0, { rows: 0, speed: 0 });
    return {
      show({ done, total }, rows) {
        shown.setTotal(total);
        shown.update(done, { rows: number.format(rows), speed: perSecond(rows) });
      },
      stop: () => shown.stop(),
    };
  }

  function lines(): Meter {
    let last = start;
    return {
      show({ done, total }, rows) {
        if (now() - last < every) return;
        last = now();
        screen.write(`${Math.floor((100 * done) / total)}% · ${number.format(rows)} ${rowsWord} · ${perSecond(rows)} ${speedWord}\n`);
      },
      stop: () => undefined,
    };
  }
}
