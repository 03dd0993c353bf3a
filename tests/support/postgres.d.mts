export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}
export function startPostgres(options?: { durable?: boolean }): Promise<PostgresServer>;
