import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { systemTimers } from '@tezgah/core/clock'
import { messageOf } from '@tezgah/core/describe'
import type { Progress } from '../jobs/job.ts'
import type { Command } from './command.ts'
import { type FrameLimits, FrameReader } from './frames.ts'
import { type Message, parseMessage } from './messages.ts'

export type ProcessOptions = {
  readonly command: Command
  /** What the process reads on its standard input. */
  readonly request: Iterable<Uint8Array>
  readonly limits: FrameLimits
  readonly timeoutMs: number
  readonly memoryMb: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** How a process ended. In any case the process and all processes that it started are gone. */
export type ProcessEnd =
  | {
      readonly type: 'replied'
      readonly message: Exclude<Message, { type: 'progress' }>
      readonly bytes: Uint8Array<ArrayBuffer> | null
    }
  | { readonly type: 'timeout' }
  | { readonly type: 'aborted' }
  | { readonly type: 'memory'; readonly observed: string }
  | { readonly type: 'exited'; readonly how: string }
  /** It sent an invalid message. */
  | { readonly type: 'misbehaved'; readonly reason: string }

/** How Node ends when its heap is full: a signal, or behind `unshare` an exit code of 128 and the signal. */
const HEAP_CRASHES = new Map([
  ['SIGABRT', 134],
  ['SIGILL', 132],
  ['SIGTRAP', 133],
  ['SIGSEGV', 139],
])
/** A process that sends more messages within a second is stopped. */
const MAX_MESSAGES_PER_SECOND = 50

/** Starts a process, sends it a request and reads its messages until it is done, exceeds a limit, or is stopped. Never rejects. */
export function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  if (options.signal?.aborted) return Promise.resolve({ type: 'aborted' })
  return new Promise((resolve) => new ProcessSupervisor(options, resolve).start())
}

class ProcessSupervisor {
  readonly #options: ProcessOptions
  readonly #resolve: (end: ProcessEnd) => void
  readonly #child: ChildProcess
  readonly #reader: FrameReader
  readonly #undo: (() => void)[] = []
  #end: ProcessEnd | null = null
  #bytes: Uint8Array<ArrayBuffer> | null = null
  #windowFrom = 0
  #inWindow = 0

  constructor(options: ProcessOptions, resolve: (end: ProcessEnd) => void) {
    const [program, ...args] = options.command
    this.#options = options
    this.#resolve = resolve
    this.#reader = new FrameReader(options.limits)
    this.#child = spawn(program, args, {
      cwd: '/',
      env: {},
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
      windowsHide: true,
    })
  }

  start(): void {
    const { memoryMb, request, signal, timeoutMs } = this.#options
    const child = this.#child
    child.on('error', (error) => this.#settle({ type: 'exited', how: `it could not be started: ${error.message}` }))
    child.on('exit', (code, bySignal) => this.#onExit(code, bySignal))
    // Not `exit`: the pipes close when the last process that holds them has ended.
    child.on('close', () => this.#finish())
    const replies = child.stdio[3] as Readable
    replies.on('data', (bytes: Uint8Array) => this.#onBytes(bytes)).on('error', () => {})
    const requests = child.stdin as Writable
    // A process that dies early breaks the pipe; its exit code has the reason.
    requests.on('error', () => {})
    for (const bytes of request) requests.write(bytes)
    requests.end()
    const timer = setTimeout(() => this.#stop({ type: 'timeout' }), timeoutMs)
    const onAbort = () => this.#stop({ type: 'aborted' })
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#undo.push(
      () => clearTimeout(timer),
      () => signal?.removeEventListener('abort', onAbort),
    )
    if (child.pid === undefined) return
    const onExceeded = (bytes: number) =>
      this.#stop({ type: 'memory', observed: `${Math.ceil(bytes / 1024 ** 2)} MiB` })
    this.#undo.push(watchMemory(child.pid, memoryMb * 1024 ** 2, onExceeded))
  }

  #onBytes(bytes: Uint8Array): void {
    if (this.#end !== null) return
    try {
      for (const { kind, body } of this.#reader.push(bytes)) {
        if (kind === 'message') this.#onMessage(parseMessage(body))
        else if (this.#bytes === null) this.#bytes = body
        else throw new RangeError('a process must send at most one result')
      }
    } catch (error) {
      this.#stop({ type: 'misbehaved', reason: messageOf(error).slice(0, 500) })
    }
  }

  #onMessage(message: Message): void {
    if (this.#end !== null) return
    if (message.type !== 'progress') {
      this.#stop({ type: 'replied', message, bytes: this.#bytes })
      return
    }
    const now = performance.now()
    if (now - this.#windowFrom > 1_000) {
      this.#windowFrom = now
      this.#inWindow = 0
    }
    if (++this.#inWindow > MAX_MESSAGES_PER_SECOND) {
      throw new RangeError(`a process must send at most ${MAX_MESSAGES_PER_SECOND} messages a second`)
    }
    this.#options.onProgress?.(message.progress)
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null): void {
    const isHeap = [...HEAP_CRASHES].some(([name, exitCode]) => signal === name || code === exitCode)
    if (isHeap) this.#settle({ type: 'memory', observed: `a full heap of ${this.#options.memoryMb} MiB` })
    else
      this.#settle({ type: 'exited', how: signal === null ? `it exited with code ${code}` : `it ended by ${signal}` })
  }

  /** Only the first reason counts. */
  #settle(end: ProcessEnd): void {
    this.#end ??= end
    for (const undo of this.#undo.splice(0)) undo()
    // A process that never started has no pipes to close.
    if (this.#child.pid === undefined) this.#finish()
  }

  #stop(end: ProcessEnd): void {
    this.#settle(end)
    this.#child.kill('SIGKILL')
  }

  #finish(): void {
    this.#resolve(this.#end ?? { type: 'exited', how: 'it ended' })
  }
}

const MEMORY_POLL_MS = 25
/** The page size of the kernel on every machine that Node supports, but for a few ARM kernels, where the result is too low. */
const PAGE_BYTES = 4_096

/**
 * Calls `exceeded` once, with the bytes in use, when a process and its children use more than `maxBytes`: a limit of the heap
 * does not count what is outside it, such as Buffers. Reads `/proc`; on other systems than Linux it does nothing.
 *
 * @returns a function that stops watching
 */
export function watchMemory(pid: number, maxBytes: number, exceeded: (bytes: number) => void): () => void {
  if (process.platform !== 'linux') return () => {}
  let isReading = false
  let isStopped = false
  const poll = async () => {
    if (isReading) return
    isReading = true
    const bytes = await residentBytes(pid)
    isReading = false
    if (bytes <= maxBytes || isStopped) return
    stop()
    exceeded(bytes)
  }
  const cancel = systemTimers.every(MEMORY_POLL_MS, () => void poll())
  const stop = () => {
    isStopped = true
    cancel()
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

/** Empty where the process has ended. */
function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}
