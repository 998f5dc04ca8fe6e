import DelimitedText
import Modeling

/// A model as PMML 4.4 (Data Mining Group 2019).
///
/// Of a model of P(churned) the target's categories are `0` and `1`, and the outputs are
/// `probability_0` and `probability_1`; of a tree of numbers the output is `prediction`. Trees give the
/// leaf's number as `leaf`.
public struct PMMLDocument: Sendable {
  private let model: ChurnModel
  private var names: PMMLNames

  /// - Throws: `.wrongData` where a name or level of the model cannot stand in XML.
  public init(_ model: ChurnModel) throws(LocatedError) {
    self.model = model
    names = PMMLNames(
      [model.label.column] + model.schema.features.map(\.name)
        + ["probability_0", "probability_1", "prediction", "leaf"])
    try ExportChecks(model).checkXML()
  }

  public var text: String {
    let body =
      switch model.fitted {
      case .logistic(let logistic): regression(LogisticFormulas(model, logistic))
      case .tree(let tree), .regressionTree(let tree): self.tree(tree.tree)
      }
    return XMLElement(
      "PMML", [("version", "4.4"), ("xmlns", "http://www.dmg.org/PMML-4_4")],
      [header, dictionary, XMLElement("TransformationDictionary", [], body.derived), body.model]
    ).document
  }

  private var header: XMLElement {
    let answer = model.label.positive.map { "P(\(model.label.column) = \($0))" }
    return XMLElement(
      "Header", [("description", "\(answer ?? model.label.column) by a \(model.kind) model")],
      [XMLElement("Application", [("name", "churn"), ("version", Workbench.version)])])
  }

  private var isChurn: Bool { model.churn != nil }

  private var dictionary: XMLElement {
    let target =
      isChurn
      ? XMLElement(
        "DataField",
        [("name", model.label.column), ("optype", "categorical"), ("dataType", "string")],
        ["0", "1"].map { XMLElement("Value", [("value", $0)]) })
      : XMLElement(
        "DataField",
        [("name", model.label.column), ("optype", "continuous"), ("dataType", "double")])
    return XMLElement("DataDictionary", [], [target] + model.schema.features.map(field))
  }

  /// In a tree an unseen level counts as missing; in a logistic model it has an effect of its own, so
  /// that no list of values may call it invalid.
  private func field(_ feature: FeatureSchema.Feature) -> XMLElement {
    guard case .categorical(let learned) = feature.kind else {
      return XMLElement(
        "DataField", [("name", feature.name), ("optype", "continuous"), ("dataType", "double")])
    }
    return XMLElement(
      "DataField", [("name", feature.name), ("optype", "categorical"), ("dataType", "string")],
      model.fitted.tree == nil ? [] : learned.levels.map { XMLElement("Value", [("value", $0)]) })
  }

  private var miningSchema: XMLElement {
    let isTree = model.fitted.tree != nil
    let features = model.schema.features.map { feature -> XMLElement in
      guard case .categorical = feature.kind, isTree else {
        return XMLElement("MiningField", [("name", feature.name)])
      }
      return XMLElement(
        "MiningField", [("name", feature.name), ("invalidValueTreatment", "asMissing")])
    }
    return XMLElement(
      "MiningSchema", [],
      [XMLElement("MiningField", [("name", model.label.column), ("usageType", "target")])]
        + features)
  }

  private var output: XMLElement {
    var fields =
      isChurn
      ? ["0", "1"].map { value in
        XMLElement(
          "OutputField",
          [
            ("name", "probability_\(value)"), ("optype", "continuous"), ("dataType", "double"),
            ("feature", "probability"), ("value", value),
          ])
      }
      : [
        XMLElement(
          "OutputField",
          [
            ("name", "prediction"), ("optype", "continuous"), ("dataType", "double"),
            ("feature", "predictedValue"),
          ])
      ]
    if model.fitted.tree != nil {
      fields.append(
        XMLElement(
          "OutputField",
          [
            ("name", "leaf"), ("optype", "categorical"), ("dataType", "string"),
            ("feature", "entityId"),
          ]))
    }
    return XMLElement("Output", [], fields)
  }

  private var functionName: String { isChurn ? "classification" : "regression" }
}

// MARK: - Logistic models

extension PMMLDocument {
  private typealias Body = (derived: [XMLElement], model: XMLElement)

  private func regression(_ logistic: LogisticFormulas) -> Body {
    var names = names
    let steps = logistic.steps.indices.map { names.new("step \($0 + 1)") }
    let formulas = PMMLFormulas(schema: model.schema) { steps[$0] }
    var derived = zip(steps, logistic.steps).map { derivedField($0, formulas.element($1)) }
    var predictors: [XMLElement] = []
    if let guarding = guarding(logistic, formulas) {
      let name = names.new("no gap")
      derived.append(derivedField(name, guarding))
      predictors.append(predictor(name))
    }
    for effect in logistic.effects {
      let name = names.new("effect of " + effect.name)
      derived.append(derivedField(name, formulas.element(effect.formula)))
      predictors.append(predictor(name))
    }
    let tables = [
      XMLElement(
        "RegressionTable",
        [("intercept", "\(logistic.intercept)"), ("targetCategory", "1")], predictors),
      XMLElement("RegressionTable", [("intercept", "0"), ("targetCategory", "0")]),
    ]
    return (
      derived,
      XMLElement(
        "RegressionModel", [("functionName", functionName), ("normalizationMethod", "logit")],
        [miningSchema, output] + tables + [verification])
    )
  }

  private func derivedField(_ name: String, _ expression: XMLElement) -> XMLElement {
    XMLElement(
      "DerivedField", [("name", name), ("optype", "continuous"), ("dataType", "double")],
      [expression])
  }

  private func predictor(_ name: String) -> XMLElement {
    XMLElement("NumericPredictor", [("name", name), ("coefficient", "1")])
  }

  /// 0 where every required feature has a value, else missing, as then the answer is; nil where none
  /// is required.
  private func guarding(
    _ logistic: LogisticFormulas, _ formulas: PMMLFormulas
  ) -> XMLElement? {
    let gaps = logistic.required.flatMap(logistic.gap)
    guard !gaps.isEmpty else { return nil }
    return gaps.reversed().reduce(formulas.constant(0)) { rest, gap in
      formulas.apply("if", formulas.apply("not", formulas.element(gap)), rest)
    }
  }
}

// MARK: - Trees

extension PMMLDocument {
  private func tree(_ tree: DecisionTree) -> Body {
    let writer = PMMLTree(tree, schema: model.schema, isChurn: isChurn, names: names)
    return (
      writer.derived,
      XMLElement(
        "TreeModel",
        [
          ("functionName", functionName), ("missingValueStrategy", "defaultChild"),
          ("splitCharacteristic", "binarySplit"),
        ],
        [miningSchema, output, writer.root, verification])
    )
  }
}

// MARK: - Verification

extension PMMLDocument {
  /// The verification rows that have an answer: all, but for those with a gap in a model without.
  static func verified(_ model: ChurnModel) -> [VerificationRow] {
    guard model.missing == .drop || model.missing == .error else { return model.verification }
    return model.verification.filter { row in
      !row.values.contains(.missing)
        && zip(row.values, model.design.forms).allSatisfy { value, form in
          if case .number(let number) = value { form.takes(number) } else { true }
        }
    }
  }

  private var verification: XMLElement {
    let rows = Self.verified(model)
    let features = model.schema.features
    let answer = isChurn ? "probability_1" : "prediction"
    let fields =
      features.indices.map { place in
        XMLElement(
          "VerificationField", [("field", features[place].name), ("column", "x\(place + 1)")])
      } + [
        XMLElement(
          "VerificationField",
          [
            ("field", answer), ("column", "answer"), ("precision", "1e-12"),
            ("zeroThreshold", "1e-15"),
          ])
      ]
    return XMLElement(
      "ModelVerification",
      [("recordCount", "\(rows.count)"), ("fieldCount", "\(fields.count)")],
      [
        XMLElement("VerificationFields", [], fields),
        XMLElement("InlineTable", [], rows.map(row)),
      ])
  }

  private func row(_ row: VerificationRow) -> XMLElement {
    let cells = row.values.enumerated().compactMap { place, value -> XMLElement? in
      switch value {
      case .missing: nil
      case .number(let number): XMLElement("x\(place + 1)", text: "\(number)")
      case .text(let text): XMLElement("x\(place + 1)", text: text)
      }
    }
    return XMLElement("row", [], cells + [XMLElement("answer", text: "\(row.value)")])
  }
}
