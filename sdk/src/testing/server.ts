import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A centre that runs as a process of its own. */
export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

// A test runner may be killed without a word; then its end of the pipe closes, and the centre ends as well.
const leash = 'process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume().unref()';
const patience = { start: 30_000, stop: 10_000 };

/** Starts `haidang` and waits until it says where it serves. */
export async function startServer({
  program,
  args,
  env,
}: {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}): Promise<Server> {
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(leash)}`, program, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  try {
    return { url: await address(child), stop: () => end(child) };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (what: string) => reject(new Error(`haidang ${what}\n${said.trim()}`));
    const timer = setTimeout(() => fail(`did not start in ${patience.start / 1000} s`), patience.start);
    const hear = (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-20_000);
      const url = /^Hải Đăng: (http\S+)$/m.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => fail(`cannot be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${code ?? signal}`);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patience.stop);
  await gone;
  clearTimeout(timer);
}
