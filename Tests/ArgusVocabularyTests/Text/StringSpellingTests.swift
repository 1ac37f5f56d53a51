import ArgusVocabulary
import Testing

@Suite struct `A mistyped name` {
    private let names = ["serve", "check", "migrate", "migrate-data", "source", "user", "list"]

    @Test(arguments: [
        ("serv", "serve"), ("sevre", "serve"), ("Serve", "serve"), ("chekc", "check"),
        ("sources", "source"), ("lists", "list"), ("migrat", "migrate"), ("mig", "migrate"),
    ])
    func `is taken for the nearest one`(typed: String, meant: String) {
        #expect(typed.nearest(among: names) == meant)
    }

    @Test(arguments: ["", "x", "show", "us", "sauce", "nonsense"])
    func `is taken for none that is far from it`(typed: String) {
        #expect(typed.nearest(among: ["serve", "check", "user", "list"]) == nil)
    }
}
