import { expect, it } from 'vitest'
import { visitSource } from './visit-source.ts'

it('takes the page without its query, the referrer, campaigns and click ids, and nothing else', () => {
  expect(
    visitSource(
      'https://a.example/offer?utm_source=mail&utm_creative_format=x&gclid=1&wbraid=2&token=secret&utm_evil=1#top',
      'https://b.example/',
    ),
  ).toEqual({
    page: 'https://a.example/offer',
    referrer: 'https://b.example/',
    utm_source: 'mail',
    utm_creative_format: 'x',
    gclid: '1',
    wbraid: '2',
  })
})

it('leaves out what is not there', () => {
  expect(visitSource('https://a.example/?utm_source=', '')).toEqual({ page: 'https://a.example/' })
})
