export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number | undefined;
  /** Kills it where it stands, and starts it again on what is on the disk. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}
export function startPostgres(options?: { durable?: boolean }): Promise<PostgresServer>;
