import { describe, expect, it } from 'vitest'
import { looking } from './review-queue-looking.ts'

function clock() {
  let time = 0
  const look = looking(() => time)
  const pass = (seconds: number) => {
    for (let at = 0; at < seconds; at++) {
      time += 1_000
      look.tick()
    }
  }
  return { look, pass, jump: (seconds: number) => (time += seconds * 1_000) }
}

describe('looking', () => {
  it('counts what is in view, and adds up what is looked at twice', () => {
    const { look, pass } = clock()
    look.at('r1')
    pass(5)
    look.at('r2')
    pass(3)
    look.at('r1')
    pass(2)
    expect([look.seconds('r1'), look.seconds('r2'), look.seconds('r3')]).toEqual([7, 3, 0])
  })

  it('counts nothing while nothing is in view', () => {
    const { look, pass } = clock()
    look.at('r1')
    pass(4)
    look.at(undefined)
    pass(60)
    expect(look.seconds('r1')).toBe(4)
  })

  it('counts no sleep of the computer', () => {
    const { look, pass, jump } = clock()
    look.at('r1')
    pass(4)
    jump(3_600)
    look.tick()
    expect(look.seconds('r1')).toBe(4)
  })

  it('stops when nobody has stirred for two minutes, and goes on when somebody does', () => {
    const { look, pass } = clock()
    look.at('r1')
    pass(600)
    expect(look.seconds('r1')).toBe(120)
    look.stir()
    pass(5)
    expect(look.seconds('r1')).toBe(125)
  })
})
