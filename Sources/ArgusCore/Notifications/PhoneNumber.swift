/// Telephone numbers in the international form of ITU-T E.164: a plus, a calling code, and what
/// follows in that country.
package enum PhoneNumber {
    /// The number without blanks and punctuation; nil if it does not begin with a plus and a calling
    /// code that is in use, or is too long or too short for that.
    package static func normalised(_ text: String) -> String? {
        let text = text.trimmingBlanks()
        guard text.first == "+" || text.first == "\u{ff0b}" else { return nil }
        var digits = ""
        for scalar in text.dropFirst().unicodeScalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case " ", "-", ".", "/", "(", ")", "\u{a0}", "\u{2010}"..."\u{2015}": continue
            default: return nil
            }
        }
        return isNumber(digits) ? "+\(digits)" : nil
    }

    private static func isNumber(_ digits: String) -> Bool {
        guard (6...15).contains(digits.count),
            let code = (1...3).lazy.map({ String(digits.prefix($0)) })
                .first(where: { callingCodes.contains($0) })
        else { return false }
        let length = digits.count - code.count
        return (lengths[code] ?? 4...14).contains(length)
    }

    /// How many digits follow the calling code, where that is known to be within narrow bounds.
    private static let lengths: [String: ClosedRange<Int>] = [
        "1": 10...10, "7": 10...10, "27": 9...9, "30": 10...10, "31": 9...11, "32": 8...9,
        "33": 9...9, "34": 9...9, "36": 8...9, "40": 9...9, "41": 9...9, "44": 7...10,
        "45": 8...8, "46": 7...10, "47": 5...8, "48": 9...9, "52": 10...10, "61": 5...10,
        "65": 8...11, "86": 7...12, "91": 8...13, "351": 9...9, "353": 7...10, "354": 7...9,
        "358": 5...12, "370": 8...8, "371": 8...8, "372": 7...10, "420": 9...12, "421": 9...9,
        "852": 8...9,
    ]

    /// The codes that are assigned (ITU-T E.164, list of country codes); none begins another.
    private static let callingCodes = Set(
        """
        1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 \
        63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 \
        226 227 228 229 230 231 232 233 234 235 236 237 238 239 240 241 242 243 244 245 246 247 \
        248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290 \
        291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 \
        378 379 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 \
        509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 \
        682 683 685 686 687 688 689 690 691 692 800 808 850 852 853 855 856 870 878 880 881 882 \
        883 886 888 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 992 \
        993 994 995 996 998
        """.split(separator: " ").map(String.init))
}
