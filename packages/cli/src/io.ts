/** Where text goes. `write` may be slow: await it before writing more. */
export interface CliOutput {
  write(text: string): void | Promise<void>
  /** True on a terminal: colour and a progress bar are welcome. */
  readonly isTerminal: boolean
  /** Width of the terminal in characters, undefined elsewhere. */
  readonly columns: number | undefined
}

/** Where text comes from. */
export interface CliInput {
  /** True on a terminal. */
  readonly isTerminal: boolean
  /** All of it up to its end, but no more than `maxBytes`. */
  read(maxBytes: number): Promise<Uint8Array>
  /** One line from a terminal that does not show it; `null` where it was given up (Ctrl-C, Ctrl-D). */
  readHidden(): Promise<string | null>
}

/** Everything the command line takes from the process around it, so that a test can replace it. */
export interface CliIo {
  /** Folder that relative paths start from. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: CliInput
  readonly stdout: CliOutput
  readonly stderr: CliOutput
  /** Milliseconds from any fixed moment, never going back. */
  now(): number
  /**
   * Calls the listener once when the user asks to stop (Ctrl-C, or a termination signal). Until the returned function is
   * called, the first such request does not end the process; a second one does.
   */
  onInterrupt(listener: () => void): () => void
}
