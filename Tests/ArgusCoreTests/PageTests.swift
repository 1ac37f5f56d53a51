import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A page` {
    @Test func `has no neighbours if it holds everything`() {
        let page = page([3, 2, 1], PageRequest(size: 3))

        #expect(page.items == [3, 2, 1])
        #expect(page.next == nil)
        #expect(page.previous == nil)
    }

    @Test func `goes on after its last row if there was one more`() {
        let page = page([3, 2, 1], PageRequest(size: 2))

        #expect(page.items == [3, 2])
        #expect(page.next == cursor(2))
        #expect(page.previous == nil)
    }

    @Test func `goes back before its first row if it did not begin at the newest`() {
        let page = page([3, 2], PageRequest(size: 2, cursor: cursor(4)))

        #expect(page.items == [3, 2])
        #expect(page.next == nil)
        #expect(page.previous == cursor(3, isBackward: true))
    }

    @Test func `is turned round if it was looked up backwards`() {
        let page = page([2, 3, 4], PageRequest(size: 2, cursor: cursor(1, isBackward: true)))

        #expect(page.items == [3, 2])
        #expect(page.next == cursor(2))
        #expect(page.previous == cursor(3, isBackward: true))
    }

    @Test func `is the first one if there is nothing newer`() {
        let page = page([2, 3], PageRequest(size: 2, cursor: cursor(1, isBackward: true)))

        #expect(page.next == cursor(2))
        #expect(page.previous == nil)
    }

    @Test func `may be empty`() {
        let page = page([], PageRequest(size: 2, cursor: cursor(1)))

        #expect(page.items.isEmpty)
        #expect(page.next == nil)
        #expect(page.previous == nil)
    }

    @Test func `keeps its neighbours when its rows become something else`() {
        let page = page([3, 2, 1], PageRequest(size: 2)).map { $0.map(String.init) }

        #expect(page.items == ["3", "2"])
        #expect(page.next == cursor(2))
    }

    private func page(_ found: [Int64], _ request: PageRequest) -> Page<Int64> {
        Page(found, for: request) { (.sample(Double($0)), $0) }
    }

    private func cursor(_ id: Int64, isBackward: Bool = false) -> PageRequest.Cursor {
        PageRequest.Cursor(time: .sample(Double(id)), id: id, isBackward: isBackward)
    }
}
