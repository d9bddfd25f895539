import { define } from '../../base/index.ts'
import { KithSimulation } from './simulation.ts'

define('kith-simulation', KithSimulation)

export { KithSimulation }
