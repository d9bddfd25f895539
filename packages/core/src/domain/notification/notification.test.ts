import { expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContext, NOW } from '../../testing/builders.ts'
import { type Notification, standardObjects } from '../index.ts'
import { notifyUser, readNotification } from './notification.operations.ts'

const context = aContext({ model: createModel(standardObjects) })
const told = () =>
  notifyUser({}, { userId: 'ida', text: 'x'.repeat(900), about: { object: 'lead', id: 'lead-1' } }, context)

it('is the user’s own, about a record, and not too long', () => {
  const [notification] = afterPlan<Notification>(told(), 'notification')
  expect(notification).toMatchObject({ ownerId: 'ida', object: 'lead', recordId: 'lead-1' })
  expect(notification?.text).toHaveLength(500)
})

it('is read once', () => {
  const notification = { version: 1, ...afterPlan<Notification>(told(), 'notification')[0] } as Notification
  const plan = readNotification({ notification }, {}, context)
  expect(afterPlan(plan, 'notification')).toMatchObject([{ readAt: NOW }])
  expect(readNotification({ notification: { ...notification, readAt: NOW } }, {}, context).writes).toEqual([])
})
