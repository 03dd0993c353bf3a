import compress from '@fastify/compress';
import swagger from '@fastify/swagger';
import { HaidangError, type Problem } from '@haidang/sdk';
import fastify, { type FastifyInstance } from 'fastify';
import { AuditSealer } from './audit/sealer.ts';
import { type Centre, openCentre } from './centre.ts';
import { type Clock, systemClock } from './clock.ts';
import { epochOf } from './data/changes.ts';
import type { WakeUps } from './data/database.ts';
import { HorizonWatch } from './data/feed/horizon.ts';
import { pruneLog } from './data/feed/prune.ts';
import { partitionJob } from './data/retention/partitions.ts';
import { retentionJob } from './data/retention/remove-expired.ts';
import { rollupJob } from './data/rollup/job.ts';
import { noteServer, refuseHeld } from './holder.ts';
import { documentRoutes } from './http/documents.ts';
import { answerError, answerGarbage } from './http/errors.ts';
import { explainRoute } from './http/explain.ts';
import { exportRoutes } from './http/export.ts';
import { fileRoutes } from './http/files.ts';
import { geographyRoute } from './http/geography.ts';
import { healthRoutes } from './http/health.ts';
import { ingestRoutes } from './http/ingest.ts';
import { guardOrigin, isLoopback } from './http/origin.ts';
import { quarantineRoutes } from './http/quarantine.ts';
import { queryRoutes } from './http/query.ts';
import { recordRoutes } from './http/records.ts';
import { type CallerOf, guardRoutes } from './http/routes.ts';
import { secureAnswers } from './http/security.ts';
import { unitRoutes } from './http/units.ts';
import { bringDefinitions } from './indicators/bring-definitions.ts';
import { OpenRuns } from './ingest/open-runs.ts';
import { webFolders } from './install.ts';
import { Job } from './jobs/job.ts';
import { Hub } from './live/hub.ts';
import { liveRoute, takeSockets } from './live/socket.ts';
import { type Pace, QualityJob } from './quality/job.ts';
import { receiptExpiry } from './receipts/expiry.ts';
import { readSample } from './sample/load.ts';
import { fillSample, loadRecords, startSimulator } from './sample/sample.ts';
import { workflowJobs } from './workflow/jobs.ts';

export interface ServerOptions {
  /** The locality. */
  readonly folder: string;
  /** Where the database and the server's own files are kept. */
  readonly data: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly host?: string;
  readonly databaseUrl?: string;
  /** Folders of built plugins; those of the installation when absent. */
  readonly plugins?: readonly string[];
  readonly clock?: Clock;
  /** Who asks; whoever sits at this machine when absent. */
  readonly callerOf?: CallerOf;
  /** Fills an empty centre with the locality's sample data, and keeps them coming. */
  readonly sample?: boolean;
  readonly simulate?: boolean;
  /** How often quality is assessed. */
  readonly assess?: Pace;
  /** One line about what happens. */
  readonly say?: (line: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly centre: Centre;
  readonly hub: Hub;
  readonly problems: readonly Problem[];
  /** Ends the simulator alone, as if the source had gone silent. */
  stopSimulator(): void;
  stop(): Promise<void>;
}

/** How long answers under way have when the server stops, ms. */
const lastAnswers = 3000;

/** Opens a centre and serves it. The only place that wires the parts together. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { folder, data, port, host = '127.0.0.1', clock = systemClock, say = () => {} } = options;
  if (!isLoopback(host))
    throw new HaidangError('forbidden', {
      host,
      reason: {
        vi: 'Khi chưa có tài khoản, máy chủ chỉ mở trên chính máy này (127.0.0.1).',
        en: 'Without accounts the server listens on this machine only (127.0.0.1).',
      },
    });
  await refuseHeld(data);
  let wake = () => {};
  const centre = await openCentre({
    folder,
    data,
    clock,
    changed: () => wake(),
    ...(options.databaseUrl && { databaseUrl: options.databaseUrl }),
    ...(options.plugins && { plugins: options.plugins }),
  });
  const { context, locality } = centre;
  const app = newApp();
  const report = (error: unknown) => app.log.error(error);
  const quality = new QualityJob(context, report, options.assess);
  const sealer = new AuditSealer({ database: context.database, clock, data, onError: report });
  const receipts = receiptExpiry(context.database, report);
  const hub = new Hub(context, report, (changed) => quality.heard(changed));
  const horizon = new HorizonWatch(context.database);
  const jobs = [
    new Job({ name: 'change log', every: 600_000, work: () => pruneLog(context.database), onError: report }),
    rollupJob(context, report),
    retentionJob(context, report),
    partitionJob(context, report),
    ...workflowJobs(context, report),
    new Job({ name: 'horizon', every: 5_000, work: () => horizon.look(), onError: report }),
  ];
  let wakeUps: WakeUps | undefined;
  wake = () => {
    hub.wake();
    wakeUps?.tell();
  };
  try {
    say(context.database.description);
    const sample = await readSample(folder);
    await loadRecords(context, sample);
    const undefinable = await bringDefinitions(context, new Date(clock.now()).toISOString());
    if (options.sample !== false) await fillSample(context, sample, say);
    await takeSockets(app);
    await secureAnswers(app);
    guardOrigin(app);
    await guardRoutes(app, options.callerOf);
    await app.register(compress, { threshold: 1024, encodings: ['gzip', 'identity'] });
    await app.register(swagger, {
      openapi: { openapi: '3.1.0', info: { title: 'Hải Đăng', version: '0.1.0', license: { name: 'Apache-2.0' } } },
    });
    liveRoute(app, hub, clock);
    healthRoutes(app, {
      ioc: context.ioc,
      database: { description: context.database.description, check: async () => void (await context.database.read.raw('select 1')) },
      plugins: [...context.registry.plugins.keys()],
      problems: () => [...centre.problems, ...undefinable, ...quality.problems, ...horizon.problems],
    });
    documentRoutes(app, context, locality);
    geographyRoute(app, context, locality.map);
    queryRoutes(app, context);
    const runs = new OpenRuns((error) => app.log.error(error));
    recordRoutes(app, context);
    ingestRoutes(app, context, runs);
    quarantineRoutes(app, context);
    exportRoutes(app, context);
    explainRoute(app, context);
    unitRoutes(app, context, centre.bringUnits);
    await fileRoutes(app, context.registry, webFolders);
    app.get('/api/openapi.json', { config: { access: 'open' } }, async () => app.swagger());
    app.setNotFoundHandler(() => {
      throw new HaidangError('not-found');
    });
    const url = await listen(app, port, host);
    await hub.start();
    const channel = `haidang_${await epochOf(context.database)}`;
    wakeUps = context.database.wakeUps?.({ channel, heard: () => hub.wake() });
    // Another may have come up in the same folder meanwhile.
    await refuseHeld(data, url);
    const leave = await noteServer(data, url);
    quality.start();
    for (const job of jobs) job.start();
    receipts.start();
    sealer.start();
    const stopSimulator = options.simulate === false ? () => {} : await startSimulator(context, sample, (error) => app.log.error(error));
    return {
      url,
      app,
      centre,
      hub,
      problems: centre.problems,
      stopSimulator,
      async stop() {
        stopSimulator();
        hub.stop();
        await quality.stop();
        await receipts.stop();
        const late = setTimeout(() => app.server.closeAllConnections(), lastAnswers);
        await app.close();
        clearTimeout(late);
        await sealer.stop();
        await Promise.all(jobs.map((job) => job.stop()));
        await wakeUps?.close();
        await centre.close();
        await leave();
      },
    };
  } catch (error) {
    hub.stop();
    await quality.stop();
    await receipts.stop();
    await app.close();
    await sealer.stop();
    await Promise.all(jobs.map((job) => job.stop()));
    await wakeUps?.close();
    await centre.close();
    throw error;
  }
}

function newApp(): FastifyInstance {
  const app = fastify({
    logger: { level: process.env.HAIDANG_LOG ?? 'warn' },
    bodyLimit: 1024 * 1024,
    // Fastify turns Node's own limit off: a request must have arrived within it.
    requestTimeout: 300_000,
    frameworkErrors: answerError,
    clientErrorHandler: answerGarbage,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
    // A query in the address may carry Vietnamese; anything longer than this is no request of ours.
    routerOptions: { maxParamLength: 200 },
  });
  app.setErrorHandler(answerError);
  // We take JSON, and a form of another site can send text.
  app.removeContentTypeParser('text/plain');
  return app;
}

async function listen(app: FastifyInstance, port: number, host: string): Promise<string> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new HaidangError('already-exists', {
        port,
        reason: {
          vi: `Cổng ${port} đang có chương trình khác dùng. Chọn cổng khác: --port`,
          en: `Port ${port} is in use by another program. Choose another: --port`,
        },
      });
    if (code === 'EACCES')
      throw new HaidangError('forbidden', {
        port,
        reason: { vi: `Không được phép mở cổng ${port}.`, en: `Port ${port} may not be opened.` },
      });
    throw error;
  }
  const address = app.server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return `http://${host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host}:${actual}`;
}
