import { readFile } from 'node:fs/promises'

const MS_BETWEEN_LOOKS = 25
/** Pages of the kernel's own size on every machine that Node has builds for, but for a few ARM kernels, where it reads too low. */
const PAGE_BYTES = 4_096

/**
 * Calls `exceeded` once, with the bytes in use, when a process and its children hold more than `maxBytes`: a limit of the heap
 * does not count what lies outside it, such as Buffers. Reads `/proc`; elsewhere than on Linux it does nothing.
 *
 * @returns a function that stops watching
 */
export function watchMemory(pid: number, maxBytes: number, exceeded: (bytes: number) => void): () => void {
  if (process.platform !== 'linux') return () => {}
  let isLooking = false
  const look = async () => {
    if (isLooking) return
    isLooking = true
    const bytes = await residentBytes(pid)
    isLooking = false
    if (bytes <= maxBytes || timer.hasRef() === false) return
    stop()
    exceeded(bytes)
  }
  const timer = setInterval(look, MS_BETWEEN_LOOKS)
  const stop = () => {
    clearInterval(timer)
    timer.unref()
  }
  return stop
}

async function residentBytes(pid: number): Promise<number> {
  const children = await read(`/proc/${pid}/task/${pid}/children`)
  const pids = [
    pid,
    ...children
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  ]
  const pages = await Promise.all(
    pids.map(async (one) => Number((await read(`/proc/${one}/statm`)).split(' ')[1] ?? 0)),
  )
  return pages.reduce((sum, count) => sum + count, 0) * PAGE_BYTES
}

/** Empty where the process is gone. */
function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}
