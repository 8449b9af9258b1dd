import { messageOf } from '@tezgah/core/describe'
import type { JobStore } from '@tezgah/runner'
import { CommandFailure, UsageError } from '../../exit.ts'

/**
 * @throws UsageError where no address is given, or it is not one of PostgreSQL
 * @throws CommandFailure where the database does not answer, or the packages that talk to it are missing
 */
export async function openDatabase(url: string | undefined, onError: (error: unknown) => void): Promise<JobStore> {
  if (url === undefined || url === '') throw new UsageError('--database is missing, and DATABASE_URL is not set')
  // The address holds a password, so no message repeats it.
  if (!/^postgres(ql)?:\/\//.test(url)) throw new UsageError('--database must begin with postgres:// or postgresql://')
  const { openPostgresJobStore } = await import('@tezgah/runner/postgres').catch(explainMissing)
  try {
    // The node that accepted a job announces its end; a worker that took the announcement would lose it.
    return await openPostgresJobStore({ url, announces: false, onError })
  } catch (error) {
    throw new CommandFailure(messageOf(error), { cause: error })
  }
}

function explainMissing(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code !== 'ERR_MODULE_NOT_FOUND') throw cause
  throw new CommandFailure('the packages that talk to PostgreSQL are missing: npm install pg pg-boss', { cause })
}
