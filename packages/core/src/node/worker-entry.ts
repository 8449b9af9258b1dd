/** A file for `new Worker`, and the flags that it needs; without flags the worker takes those of this process. */
export type WorkerEntry = { readonly url: URL; readonly execArgv: string[] | undefined }

/**
 * The file that a worker runs: in a checkout, where Node runs the sources, a source; in an installed package a built file.
 *
 * @param base - `import.meta.url` of the caller
 * @param source - the source file relative to it, such as `./worker.ts`
 * @param built - the built file relative to it, such as `./worker.js`
 */
export function workerEntry(base: string, source: string, built: string): WorkerEntry {
  return base.endsWith('.ts')
    ? { url: new URL(source, base), execArgv: ['--conditions=@tezgah/source'] }
    : { url: new URL(built, base), execArgv: undefined }
}

const COMPILE_CACHE = 'NODE_COMPILE_CACHE'

/**
 * The environment of a worker thread. That of this process may hold secrets: the worker gets nothing of it but the folder of Node's compile
 * cache, without which it compiles every module again.
 */
export function workerEnvironment(): Record<string, string> {
  const folder = process.env[COMPILE_CACHE]
  return folder === undefined ? {} : { [COMPILE_CACHE]: folder }
}
