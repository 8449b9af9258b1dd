import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { AuditError } from '../errors.ts'
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts'

type LockContent = ProcessIdentity & { readonly host: string; readonly nonce: string }

/**
 * Takes a lock file, from a dead process too, and returns what gives it back.
 *
 * @throws AuditError `locked` when another process, or this one, holds it or is just taking it, when it was taken on
 *   another host (whose processes cannot be seen from here), or when it is not a lock file
 */
export async function acquireLock(path: string): Promise<() => Promise<void>> {
  const own: LockContent = { ...(await ownIdentity()), host: hostname(), nonce: randomUUID() }
  const candidate = `${path}.${own.nonce}`
  try {
    await writeDurably(candidate, JSON.stringify(own))
    // A link appears with its whole content or not at all, so nobody ever reads half a lock.
    while (!(await succeeds(link(candidate, path), 'EEXIST'))) {
      const holder = await readLock(path)
      if (holder === null) continue
      await requireDead(holder, path)
      if (await takeOver(path, holder, candidate)) break
    }
  } finally {
    await rm(candidate, { force: true })
  }
  return async () => {
    const holder = await readLock(path)
    if (holder?.nonce === own.nonce) await rm(path, { force: true })
  }
}

/**
 * Puts the candidate in the place of a dead holder's lock. Only who holds the lock on that very holder's succession may
 * do so: without it, a slow process could throw out the heir instead of the dead. False when the heir is there already.
 */
async function takeOver(path: string, dead: LockContent, candidate: string): Promise<boolean> {
  const release = await acquireLock(`${path}.after-${dead.nonce}`)
  try {
    if ((await readLock(path))?.nonce !== dead.nonce) return false
    await rename(candidate, path)
    return true
  } finally {
    await release()
  }
}

async function requireDead(holder: LockContent, path: string): Promise<void> {
  if (holder.host !== hostname()) throw locked(path, `process ${holder.pid} on host ${holder.host}`)
  if (await isRunning(holder)) throw locked(path, `process ${holder.pid}`)
}

async function readLock(path: string): Promise<LockContent | null> {
  let text = ''
  if (
    !(await succeeds(
      readFile(path, 'utf8').then((content) => (text = content)),
      'ENOENT',
    ))
  )
    return null
  const content = parseLock(text)
  if (content === null) throw locked(path, 'something that is not an audit log')
  return content
}

function parseLock(text: string): LockContent | null {
  let content: Partial<Record<keyof LockContent, unknown>> | null
  try {
    content = JSON.parse(text)
  } catch {
    return null
  }
  const { pid, start, host, nonce } = content ?? {}
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1) return null
  // The nonce becomes part of a file name.
  if (typeof host !== 'string' || typeof nonce !== 'string' || !/^[\w-]{1,64}$/.test(nonce)) return null
  return start === null || typeof start === 'string' ? { pid, start, host, nonce } : null
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o640)
  try {
    await handle.writeFile(text)
    // Otherwise a power cut could leave the name without the content, a lock that nobody can judge.
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** True when the operation succeeds, false when it fails with this one code; any other failure is thrown. */
async function succeeds(operation: Promise<unknown>, exceptCode: string): Promise<boolean> {
  try {
    await operation
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === exceptCode) return false
    throw error
  }
}

function locked(path: string, holder: string): AuditError {
  return new AuditError('locked', `the audit log is in use by ${holder}; if that is not so, remove ${path}`)
}
