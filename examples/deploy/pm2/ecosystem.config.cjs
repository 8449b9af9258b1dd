const path = require('node:path')

const root = path.resolve(__dirname, '../../..')

/** What both services have in common. No secret stands here: PM2 writes `env` into its dump and shows it to `pm2 env`. */
const service = (name, more) => ({
  name,
  cwd: root,
  script: 'examples/deploy/src/launch/main.ts',
  args: name,
  // The very Node that runs PM2, which may be another than the one in PATH of a later shell.
  interpreter: process.execPath,
  interpreter_args: '--conditions=@tezgah/source',
  // One process each. A second executor would be a second queue, rate limit and audit log.
  exec_mode: 'fork',
  instances: 1,
  // Ready is when the service reports it, not when the process exists. PM2 waits 3 s by default.
  wait_ready: true,
  listen_timeout: 30_000,
  // Both stop within 5 s of SIGINT. PM2 would kill after 1.6 s.
  kill_timeout: 8_000,
  // Without it PM2 gives up after 16 quick ends. With it: 100 ms, then ever longer, 15 s at most, for ever.
  exp_backoff_restart_delay: 100,
  autorestart: true,
  watch: false,
  // Memory is bounded by the service's own limits; a restart in the middle of a run loses its work.
  max_memory_restart: undefined,
  time: false,
  merge_logs: true,
  out_file: `/var/log/tezgah/${name}.out.log`,
  error_file: `/var/log/tezgah/${name}.err.log`,
  ...more,
})

module.exports = {
  apps: [
    service('executor-lite', {
      env: {
        PORT: '4010',
        TEZGAH_DATA_DIR: '/var/lib/tezgah/executor',
        AUDIT_LOG: '/var/lib/tezgah/audit/backtest.log',
        OPERATORS_FILE: '/var/lib/tezgah/operators.json',
      },
    }),
    // Shared mode: PUBLIC_ORIGIN: 'https://desk.example.com'.
    service('spark-web', {
      env: {
        PROXY_PORT: '3003',
        EXECUTOR_URL: 'http://127.0.0.1:4010',
        OPERATORS_FILE: '/var/lib/tezgah/operators.json',
      },
    }),
  ],
}
