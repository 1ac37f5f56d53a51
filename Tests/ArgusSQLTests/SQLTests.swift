import ArgusSQL
import Testing

@Suite struct `A statement` {
    @Test func `binds what is interpolated and never makes it text`() {
        let name = "x'; DROP TABLE account; --"

        let sql: SQL = "SELECT id FROM account WHERE username = \(name) AND id > \(7)"

        #expect(sql.text == "SELECT id FROM account WHERE username = ? AND id > ?")
        #expect(sql.arguments == [.text(name), .integer(7)])
    }

    @Test func `binds every kind of value`() {
        let missing: Int64? = nil
        let bytes: [UInt8] = [1, 2]

        let sql: SQL = "\(missing) \(true) \(false) \(bytes) \(Int64.max) \("")"

        #expect(sql.text == "? ? ? ? ? ?")
        #expect(
            sql.arguments == [
                .null, .integer(1), .integer(0), .bytes(bytes), .integer(.max), .text(""),
            ])
    }

    @Test func `takes pieces with their arguments`() {
        let pieces: [SQL] = ["a = \(1)", "b = \("x")"]

        let sql: SQL = "WHERE \(SQL(pieces, joined: " OR ")) LIMIT \(3)"

        #expect(sql.text == "WHERE a = ? OR b = ? LIMIT ?")
        #expect(sql.arguments == [.integer(1), .text("x"), .integer(3)])
    }

    @Test(
        arguments: [([], "(NULL)"), ([1], "(?)"), ([1, 2, 3], "(?, ?, ?)")] as [([Int], String)])
    func `binds each value of a list`(values: [Int], text: String) {
        let sql: SQL = "\(list: values)"

        #expect(sql.text == text)
        #expect(sql.arguments == values.map { .integer(Int64($0)) })
    }
}
