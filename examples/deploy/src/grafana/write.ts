import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { renderDashboard } from './dashboard.ts'
import { EXECUTOR_DASHBOARD } from './executor-dashboard.ts'

const file = path.join(import.meta.dirname, '../../grafana/dashboards/executor-lite.json')
writeFileSync(file, renderDashboard(EXECUTOR_DASHBOARD))
console.log(file)
