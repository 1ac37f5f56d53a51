import ArgusVocabulary
import ArgusWire
import HTTPTypes

/// The page for people: everything that a document says, in one page without scripts.
package struct DocsPage {
    let document: Document
    private let title: String
    private let subtitle: String
    private let links: HTML
    private let introduction: HTML
    private let root: String
    /// The server's address, for examples to copy.
    let address: String

    /// Shows a document; `links` are items of a list that lead to other pages, `root` is what most
    /// paths begin with, and `address` the server's, for examples to copy.
    package init(
        of document: Document, title: String, subtitle: String, links: HTML, introduction: HTML,
        root: String, address: String
    ) {
        (self.document, self.title, self.subtitle) = (document, title, subtitle)
        (self.links, self.introduction) = (links, introduction)
        (self.root, self.address) = (root, address)
    }

    /// How it looks, in light and dark, on paper-wide screens and on phones.
    package static let style = String(decoding: PackageResources.docs_css, as: UTF8.self)

    /// The page.
    package var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title)</title>
        <style>\(HTML(stringLiteral: Self.style))</style>
        </head>
        <body>
        <a class="skip" href="#operations">To the operations</a>
        <header>
        <h1>\(title) <small>\(subtitle)</small></h1>
        <nav aria-label="Versions"><ul class="versions">\(links)</ul></nav>
        </header>
        <div class="columns">
        <nav class="contents" aria-label="Contents">\(topics.map(contents(of:)))\
        <h2><a href="#values">Values</a></h2></nav>
        <main id="operations">
        \(introduction)
        \(topics.map(section(of:)))
        <section id="values"><h2>Values</h2>\(values)</section>
        </main>
        </div>
        </body>
        </html>

        """
    }

    /// The topics in the order in which the document has them.
    private var topics: [String] {
        document.operations.map(\.topic).reduce(into: []) { topics, topic in
            if !topics.contains(topic) { topics.append(topic) }
        }
    }

    private func operations(of topic: String) -> [DescribedOperation] {
        document.operations.filter { $0.topic == topic }
    }

    private func contents(of topic: String) -> HTML {
        """
        <h2>\(topic)</h2><ul>\(operations(of: topic).map { operation -> HTML in
            """
            <li><a href="#\(operation.id)">\(badge(operation)) \(shortPath(operation))</a>
            """
        })</ul>
        """
    }

    /// The path without what most paths begin with.
    private func shortPath(_ operation: DescribedOperation) -> String {
        let path = operation.template
        return path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
    }

    func badge(_ operation: DescribedOperation) -> HTML {
        let method = operation.method.rawValue
        return "<span class=\"method \(method.lowercased())\">\(method)</span>"
    }

    private func section(of topic: String) -> HTML {
        """
        <section><h2>\(topic)</h2>
        \(operations(of: topic).map(article(of:)))</section>
        """
    }

    private var values: [HTML] {
        document.namedSchemas.sorted { $0.key < $1.key }.map { name, schema in
            let rows = schema.rows()
            return """
                <article id="\(name)"><h3>\(name)</h3>\
                \(rows.isEmpty ? "<p>\(schema.kind)</p>" : table(rows, of: "Member"))</article>

                """
        }
    }
}
