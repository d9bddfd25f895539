import { spawnSync } from 'node:child_process'

/**
 * Whether another process could take a file for itself, because no connection to it is to be seen: then it may throw the
 * write-ahead log away.
 */
export function canBeTaken(file: string): boolean {
  const script = `const { DatabaseSync } = require('node:sqlite')
    const db = new DatabaseSync(process.argv[1])
    try {
      db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
      console.log('taken')
    } catch (error) {
      console.log(error.errcode === 5 ? 'busy' : error)
    }`
  const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '-e', script, file], { encoding: 'utf8' })
  const answer = stdout.trim()
  if (answer !== 'taken' && answer !== 'busy') throw new Error(answer || stderr)
  return answer === 'taken'
}
