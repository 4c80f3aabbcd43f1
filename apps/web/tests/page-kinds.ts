import { findPath, idIn } from './site.ts'

/** Every kind of page there is, and those of its states that look different. */
export const pageKinds: Readonly<Record<string, () => string | Promise<string>>> = {
  'the start page': () => '/',
  'the page of a researcher without affiliation': () => findPath('authors', 'Arjun Desai'),
  'the page of a researcher with one': () => findPath('authors', 'Arjun D. Desai'),
  'the page of a researcher with many works': () => findPath('authors', 'Christopher Ré'),
  'the page of a work': () =>
    findPath('works', 'Monarch: Expressive Structured Matrices for Efficient and Accurate Training'),
  'the page of an institution': () => findPath('institutions', 'Stanford University'),
  'the page of a topic': () => findPath('topics', 'Matrix Algorithms and Iterative Methods'),
  'the page of a source': () => findPath('sources', 'arXiv'),
  'a search over everything': () => '/search?q=learning',
  'a search for works': () => '/search?q=attention&type=works',
  'a search for people': () => '/search?q=desai&type=authors',
  'a search for institutions': () => '/search?q=university&type=institutions',
  'a search for topics': () => '/search?q=matrix&type=topics',
  'a search for sources': () => '/search?q=learning&type=sources',
  'a search with filters': () => '/search?q=attention&type=works&from_year=2022&open_access=1',
  'a search for nothing yet': () => '/search',
  'the people with the most works': () => '/search?type=authors',
  'all that a work cites': async () =>
    `${await findPath('works', 'Monarch: Expressive Structured Matrices for Efficient and Accurate Training')}/references`,
  'all collaborators of a researcher': async () => `${await findPath('authors', 'Christopher Ré')}/collaborators`,
  'a search that finds nothing': () => '/search?q=zzqqxx&type=works',
  'the explorer around a researcher': async () => `/explore?focus=${idIn(await findPath('authors', 'Christopher Ré'))}`,
  'the explorer in a frame of another page': async () =>
    `/embed?focus=${idIn(await findPath('authors', 'Christopher Ré'))}`,
  'the explorer without a focus': () => '/explore',
  'the atlas': () => '/atlas',
  'the atlas of a topic and of some years': () => '/atlas?topic=Matrix+Algorithms+and+Iterative+Methods&from_year=2020',
  'the atlas of a topic that is none': () => '/atlas?topic=zzqqxx',
  'the page about this site': () => '/about',
  'the page about configuration': () => '/about/configuration',
  'the page about one’s own record': () => '/about/your-record',
  'the page about one’s own record, of a researcher': async () =>
    `/about/your-record?about=${idIn(await findPath('authors', 'Arjun Desai'))}`,
  'the list of corrections': () => '/corrections',
  'the page to suggest a correction': async () =>
    `/corrections/new?about=${idIn(await findPath('authors', 'Arjun Desai'))}&kind=merge`,
  'the page to sign in': () => '/login',
  'the page that says a link is on its way': () => '/login/sent',
  'a link to sign in that does not work': () => '/login/link?token=x',
  'the mailbox of the machine': () => '/mailbox',
  'the answer to an address that leads nowhere': () => '/authors/A99',
  'the answer to a request that cannot be answered': () => '/search?page=0',
}
