import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'

/** Longer than any write takes, and than clocks on one network differ. */
const STALE_MS = 3_600_000

const CANDIDATE = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/

/**
 * Removes what crashes left in a folder: files `<name>.<uuid>.tmp` that nobody has touched for an hour. One that is being
 * written stays. That it cannot clean up keeps nobody from writing, so it never rejects.
 *
 * @param name - of the file whose leftovers to remove; those of every file that ends in `.page` where absent
 */
export async function removeLeftovers(folder: string, name?: string): Promise<void> {
  const isOurs = (target: string) => (name === undefined ? target.endsWith('.page') : target === name)
  const names = await readdir(folder).catch((): string[] => [])
  const found = names.filter((file) => CANDIDATE.test(file) && isOurs(file.replace(CANDIDATE, '')))
  await Promise.all(found.map((file) => removeIfStale(path.join(folder, file)).catch(() => undefined)))
}

async function removeIfStale(file: string): Promise<void> {
  const { mtimeMs } = await stat(file)
  if (Date.now() - mtimeMs > STALE_MS) await rm(file, { force: true })
}
