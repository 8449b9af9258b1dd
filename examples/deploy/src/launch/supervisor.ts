import { execFile } from 'node:child_process'

type Variables = Readonly<Record<string, string | undefined>>

/** Process manager that started this service: systemd, PM2, both or none. */
export type Supervisor = {
  ready(): void
  /** Tells systemd's watchdog that the process still answers. */
  keepAlive(): void
  /** How often `alive` must be sent, in milliseconds; `null` without a watchdog. */
  readonly watchdogIntervalMs: number | null
}

/** What of Node's `process` is used: the channel to the parent, which PM2 opens. */
export type Channel = { readonly send?: ((message: string) => unknown) | undefined }

/**
 * @param notify sends a message to systemd; `systemd-notify` by default, because Node cannot write to a datagram socket
 */
export function findSupervisor(
  variables: Variables,
  channel: Channel,
  notify: (message: string) => void = systemdNotify,
): Supervisor {
  const tell = variables['NOTIFY_SOCKET'] ? notify : () => undefined
  const watchdogUsec = Number(variables['WATCHDOG_USEC'] ?? 0)
  return {
    ready: () => {
      tell('READY=1')
      channel.send?.('ready')
    },
    keepAlive: () => tell('WATCHDOG=1'),
    // A third and not a half: one lost probe must not be the end of a service.
    watchdogIntervalMs: watchdogUsec > 0 ? Math.floor(watchdogUsec / 3_000) : null,
  }
}

/** Part of systemd, so it is there wherever systemd asks for it. */
const SYSTEMD_NOTIFY = 'systemd-notify'

function systemdNotify(message: string): void {
  execFile(SYSTEMD_NOTIFY, [message], (error) => {
    if (error !== null) console.error(`launch: ${SYSTEMD_NOTIFY} ${message} failed: ${error.message}`)
  })
}
