import ArgusWire
import HTTPTypes

/// The page for people: everything that the schema says, in one page without scripts.
struct DocsPage {
    let document: APIDocument
    let serverVersion: String
    /// The server's address, for examples to copy.
    let address: String

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Argus API, version \(number)</title>
        <style>\(HTML(stringLiteral: Self.style))</style>
        </head>
        <body>
        <a class="skip" href="#operations">To the operations</a>
        <header>
        <h1>Argus API <small>version \(number) of server \(serverVersion)</small></h1>
        <nav aria-label="Versions"><ul class="versions">\(APIVersion.allCases.map(link(to:)))\
        <li><a href="\(version.path)schema/">OpenAPI as YAML</a>\
        <li><a href="\(version.path)schema/?format=json">as JSON</a></ul></nav>
        </header>
        <div class="columns">
        <nav class="contents" aria-label="Contents">\(topics.map(contents(of:)))\
        <h2><a href="#values">Values</a></h2></nav>
        <main id="operations">
        \(Self.introduction)
        \(topics.map(section(of:)))
        <section id="values"><h2>Values</h2>\(values)</section>
        </main>
        </div>
        </body>
        </html>

        """
    }

    private static let introduction: HTML = """
        <p>Send a token with each request: <code>Authorization: Token …</code>. \
        <code>argus token create</code> on the server makes one. \
        Paths end in a slash. Times are ISO 8601, and those without an offset are in the server’s \
        zone. Lists of incidents come in pages: follow <code>next</code> until it is null. \
        What is refused has changed nothing, and says why.</p>
        """

    private var version: APIVersion { document.version }
    private var number: String { String(version.rawValue.dropFirst()) }

    private var topics: [Operation.Topic] {
        Operation.Topic.allCases.filter { !operations(of: $0).isEmpty }
    }

    private func operations(of topic: Operation.Topic) -> [Operation] {
        document.operations.filter { $0.topic == topic }
    }

    private func link(to other: APIVersion) -> HTML {
        let text = "Version \(other.rawValue.dropFirst())\(other == .v2 ? " (stable)" : "")"
        return other == version
            ? "<li><strong aria-current=\"page\">\(text)</strong>"
            : "<li><a href=\"\(other.path)docs/\">\(text)</a>"
    }

    private func contents(of topic: Operation.Topic) -> HTML {
        """
        <h2>\(topic.rawValue)</h2><ul>\(operations(of: topic).map { operation -> HTML in
            """
            <li><a href="#\(operation.id)">\(badge(operation)) \(shortPath(operation))</a>
            """
        })</ul>
        """
    }

    /// The path without what is the same for all of the version.
    private func shortPath(_ operation: Operation) -> String {
        operation.template.hasPrefix(version.path)
            ? String(operation.template.dropFirst(version.path.count)) : operation.template
    }

    func badge(_ operation: Operation) -> HTML {
        let method = operation.method.rawValue
        return "<span class=\"method \(method.lowercased())\">\(method)</span>"
    }

    private func section(of topic: Operation.Topic) -> HTML {
        """
        <section><h2>\(topic.rawValue)</h2>
        \(operations(of: topic).map(article(of:)))</section>
        """
    }

    private var values: [HTML] {
        var found: [String: Schema] = [:]
        for schema in document.operations.flatMap(\.schemas) + [.problems, .detail] {
            schema.gather(into: &found)
        }
        return found.sorted { $0.key < $1.key }.map { name, schema in
            let rows = schema.rows()
            return """
                <article id="\(name)"><h3>\(name)</h3>\
                \(rows.isEmpty ? "<p>\(schema.kind)</p>" : table(rows, of: "Member"))</article>

                """
        }
    }
}

extension Operation {
    /// Every schema that is part of it.
    package var schemas: [Schema] {
        parameters.map(\.schema) + [body?.schema].compactMap(\.self)
            + answers.flatMap { $0.content.map(\.schema) }
    }
}
