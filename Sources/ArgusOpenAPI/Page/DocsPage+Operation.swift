import ArgusVocabulary
import ArgusWire
import HTTPTypes

extension DocsPage {
    /// Everything about one operation.
    func article(of operation: DescribedOperation) -> HTML {
        """
        <article id="\(operation.id)">
        <h3>\(badge(operation)) <code>\(operation.template)</code></h3>
        <p>\(HTML.prose(operation.summary)) \(HTML.prose(operation.details ?? "")) \
        \(operation.isPublic ? "Needs no token." : "")</p>
        \(parameters(of: operation))
        \(body(of: operation))
        <h4>To try it</h4><pre><code>\(command(for: operation))</code></pre>
        <h4>Answers</h4>
        \(operation.answers.map(answer))
        <p class="refusals">Refusals: \(refusals(of: operation))</p>
        </article>

        """
    }

    private func parameters(of operation: DescribedOperation) -> HTML? {
        guard !operation.parameters.isEmpty else { return nil }
        let rows = operation.parameters.map { parameter -> HTML in
            """
            <tr><th scope="row"><code>\(parameter.name)</code>\
            <td>\(parameter.schema.kind)\(parameter.place == .query ? "" : ", in the \(parameter.place.rawValue)")\
            <td>\(HTML.prose(parameter.note))
            """
        }
        return """
            <h4>Parameters</h4><div class="wide"><table>\
            <tr><th scope="col">Name<th scope="col">Kind<th scope="col">Meaning\
            \(rows)</table></div>
            """
    }

    private func body(of operation: DescribedOperation) -> HTML? {
        guard let body = operation.body else { return nil }
        let rows = body.schema.rows()
        let form = body.takesForm ? " or as a form" : ""
        return """
            <h4>Body</h4><p>As JSON\(form)\(body.isOptional ? "; may be left out" : "").</p>
            \(rows.isEmpty ? "<p>A \(body.schema.kind).</p>" : table(rows, of: "Member"))
            """
    }

    /// The members of an object.
    func table(_ rows: [Schema.Row], of heading: String) -> HTML {
        let lines = rows.map { row -> HTML in
            """
            <tr><th scope="row"><code>\(row.name)</code>\
            \(row.member.isRequired ? "" : " <small>optional</small>")\
            <td>\(row.member.schema.kind)<td>\(HTML.prose(row.member.schema.note ?? ""))
            """
        }
        return """
            <div class="wide"><table>\
            <tr><th scope="col">\(heading)<th scope="col">Kind<th scope="col">Meaning\
            \(lines)</table></div>
            """
    }

    private func answer(_ answer: DescribedOperation.Answer) -> HTML {
        let head: HTML = """
            <p><strong class="status">\(String(answer.status))</strong> \
            \(HTML.prose(answer.summary))
            """
        guard let (type, schema) = answer.content.first else { return "\(head) No body.</p>" }
        guard type == "application/json" else {
            return "\(head) As \(answer.content.map(\.type).joined(separator: ", ")).</p>"
        }
        let sample = schema.sample.pretty()
        return """
            \(head) \(schema.kind)</p>
            <details><summary>Example</summary><pre><code>\(sample)</code></pre></details>
            """
    }

    private func refusals(of operation: DescribedOperation) -> [HTML] {
        document.refusals(of: operation).enumerated().map { index, refusal in
            let comma: HTML = index == 0 ? "" : ", "
            return "\(comma)<abbr title=\"\(refusal.text)\">\(String(refusal.status))</abbr>"
        }
    }

    /// What to type to carry it out.
    private func command(for operation: DescribedOperation) -> String {
        var lines = ["curl"]
        if operation.method != .get { lines[0] += " -X \(operation.method.rawValue)" }
        if !operation.isPublic { lines.append("-H \"Authorization: Token $TOKEN\"") }
        if let body = operation.body {
            lines.append("-H 'Content-Type: application/json'")
            lines.append("-d '\(body.example.pretty().replacing("'", with: #"'\''"#))'")
        }
        lines.append("'\(address)\(path(of: operation))'")
        return lines.joined(separator: " \\\n  ")
    }

    private func path(of operation: DescribedOperation) -> String {
        operation.path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.hasPrefix(":") else { return String(part) }
            let parameter = operation.parameters.first { $0.name == part.dropFirst() }
            let sample = parameter?.schema.sample ?? 1
            return (sample.string ?? sample.text).percentEncoded
        }.joined(separator: "/")
    }
}
