import type { JobStore } from '@tezgah/runner'
import { CommandFailure } from '../command-failure.ts'
import { UsageError } from '../usage-error.ts'

export type RunnerPackage = typeof import('@tezgah/runner')

/** Loaded when it is asked for: no other command needs it. */
export function runnerPackage(): Promise<RunnerPackage> {
  return import('@tezgah/runner')
}

/**
 * @throws UsageError where no address is given, or none of PostgreSQL
 * @throws CommandFailure where the database does not answer, or the packages that talk to it are missing
 */
export async function openDatabase(url: string | undefined, onError: (error: unknown) => void): Promise<JobStore> {
  if (url === undefined || url === '') throw new UsageError('--database is missing, and DATABASE_URL is not set')
  // The address holds a password, so no message repeats it.
  if (!/^postgres(ql)?:\/\//.test(url)) throw new UsageError('--database must begin with postgres:// or postgresql://')
  const { openPostgresJobStore } = await import('@tezgah/runner/postgres').catch(missing)
  try {
    // Whoever has taken a job in hears of its end; a worker would hear of it first and tell nobody.
    return await openPostgresJobStore({ url, announces: false, onError })
  } catch (error) {
    throw new CommandFailure(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function missing(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code !== 'ERR_MODULE_NOT_FOUND') throw cause
  throw new CommandFailure('the packages that talk to PostgreSQL are missing: npm install pg pg-boss', { cause })
}
