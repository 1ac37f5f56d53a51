import ArgusTesting
import ArgusVocabulary
import ArgusWire
import HTTPTypes
import Testing

/// Letters that no database can write shorter.
private func letters(_ bytes: Int, seed: UInt64 = 1) -> String {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/-_")
    return String((0..<bytes).map { _ in random.pick(alphabet) })
}

/// An incident to create; `tags` are in the form of the version.
private func incident(_ identifier: String, tags: [String] = []) -> String {
    #"{"start_time":"2025-06-15T12:00:00Z","source_incident_id":"\#(identifier)","tags":[\#(tags.joined(separator: ","))]}"#
}

private let tooManyBytes = "Ensure this field has no more than 2600 bytes."
private let tooManyCharacters = "Ensure this field has no more than 255 characters."

@Suite struct `Limits of texts` {
    @Test func `leave room for what monitoring systems write, on every database`() async throws {
        try await APIServer.run { server in
            let (identifier, tag) = (letters(2600), "k=\(letters(2598, seed: 2))")
            let created = try await server.post(
                "v2/incidents/", incident(identifier, tags: [#"{"tag":"\#(tag)"}"#]))
            let wide = String(repeating: "🦀", count: 649)
            let other = try await server.post(
                "v3/incidents/", incident(wide, tags: [#""k=\#(wide)""#]))

            let rows = #""k=\#(String(repeating: "🦀", count: 16_000))""#
            let third = try await server.post("v3/incidents/", incident("row", tags: [rows]))

            #expect([created.status, other.status, third.status] == [201, 201, 201])
            for (query, pk) in [
                ("source_incident_id=\(identifier)", created), ("tags=\(tag)", created),
            ] {
                let found = try await server.get(
                    "v2/incidents/?\(query.replacing("+", with: "%2B"))")
                #expect(try found.pks == [pk.pk])
            }
            #expect(
                try await server.post(
                    "v2/incidents/\(created.pk)/tags/", #"{"tag":"\#(tag)"}"#
                ).status == 201)
        }
    }

    @Test(arguments: [letters(2601), letters(3200), letters(70_000)])
    func `are told in the field, and nothing is done`(long: String) async throws {
        let tag = "k=\(long)"
        let inTag = #"{"tags":{"1":{"tag":"\#(tooManyBytes)"}}}"#
        try await APIServer.run { server in
            try await createThree(on: server)
            let loose = [#"{"tag":"a=1"}"#, #"{"tag":"\#(tag)"}"#]
            let strict = [#""a=1""#, #""\#(tag)""#]
            for version in ["v1", "v2"] {
                try await server.refuses([
                    Refused(
                        .post, "\(version)/incidents/", incident("x", tags: loose), as: .nav, 400,
                        inTag),
                    Refused(
                        .patch, "\(version)/incidents/1/",
                        #"{"tags":[\#(loose.joined(separator: ","))]}"#, as: .nav, 400, inTag),
                    Refused(
                        .post, "\(version)/incidents/1/tags/", loose[1], as: .nav, 400,
                        #"{"tag":"\#(tooManyBytes)"}"#),
                ])
            }
            try await server.refuses([
                Refused(
                    .post, "v3/incidents/", incident("x", tags: strict), as: .nav, 400,
                    #"{"tags":{"1":["\#(tooManyBytes)"]}}"#),
                Refused(
                    .patch, "v3/incidents/1/", #"{"tags":[\#(strict[1])]}"#, as: .nav, 400,
                    #"{"tags":{"0":["\#(tooManyBytes)"]}}"#),
                Refused(
                    .post, "v3/incidents/1/tags/", "[\(strict[1])]", as: .nav, 400,
                    #"{"0":["\#(tooManyBytes)"]}"#),
                Refused(
                    .post, "v2/incidents/", incident(long), as: .nav, 400,
                    #"{"source_incident_id":["\#(tooManyBytes)"]}"#),
                Refused(
                    .put, "v3/incidents/mine/snapshot/",
                    #"{"incidents":[\#(incident("y")),\#(incident(long))]}"#, as: .nav, 400,
                    #"{"incidents":{"1":{"source_incident_id":["\#(tooManyBytes)"]}}}"#),
            ])
        }
    }

    @Test func `are told for an item of a batch alone`() async throws {
        try await APIServer.run { server in
            let items = [
                incident("a"), incident(letters(3200)),
                incident("b", tags: [#""k=\#(letters(3200))""#]), incident("c"),
            ].map { #"{"op":"create",\#($0.dropFirst())"# }
            let answer = try await server.post(
                "v3/incidents/batch/", #"{"items":[\#(items.joined(separator: ","))]}"#)

            let errors = try answer.json["items"]?.array?.map { $0["errors"]?.text }
            #expect(answer.status == 200)
            #expect(
                errors == [
                    "null", #"{"source_incident_id":["\#(tooManyBytes)"]}"#,
                    #"{"tags":{"0":["\#(tooManyBytes)"]}}"#, "null",
                ])
            #expect(try await server.get("v3/incidents/").pks == [2, 1])
        }
    }

    @Test func `hold for names of source systems and their types`() async throws {
        try await APIServer.run { server in
            let wide = String(repeating: "ø", count: 255)
            let type = try await server.post(
                "v2/incidents/source-types/", #"{"name":"\#(wide)"}"#, as: .bob)
            let source = try await server.post(
                "v2/incidents/sources/",
                #"{"name":"\#(wide)","type":"\#(wide)","username":"wide"}"#, as: .alice)

            #expect([type.status, source.status] == [201, 201])
            let refusal = #"{"name":["\#(tooManyCharacters)"]}"#
            for long in [wide + "ø", letters(3200).lowercased()] {
                try await server.refuses([
                    Refused(
                        .post, "v2/incidents/source-types/", #"{"name":"\#(long)"}"#, 400, refusal),
                    Refused(
                        .post, "v2/incidents/sources/",
                        #"{"name":"\#(long)","type":"nav","username":"long"}"#, as: .alice, 400,
                        refusal),
                    Refused(
                        .patch, "v2/incidents/sources/2/", #"{"name":"\#(long)"}"#, as: .alice, 400,
                        refusal),
                    Refused(
                        .patch, "v3/sources/2/", #"{"name":"\#(long)"}"#, as: .charlie, 400,
                        refusal),
                ])
            }
        }
    }

    @Test func `let what is longer be asked for, and find nothing`() async throws {
        try await APIServer.run { server in
            try await createThree(on: server)
            let long = letters(3200).replacing("+", with: "p").replacing("/", with: "s")
            for name in ["source_incident_id", "source__name__in", "search"] {
                let answer = try await server.get("v2/incidents/?\(name)=\(long)")
                #expect(answer.status == 200)
                #expect(try answer.pks.isEmpty)
            }
        }
    }
}
