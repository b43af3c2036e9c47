using System.Globalization;

namespace StyleGanIlgpu.PtxEmulator.Syntax;

/// <summary>Reads the PTX that ILGPU writes: module directives, functions, register and variable declarations, instructions.</summary>
internal sealed class PtxParser
{
    private readonly List<PtxToken> _tokens;
    private int _at;

    private PtxParser(string text) => _tokens = PtxLexer.Tokenize(text);

    public static PtxModuleSyntax Parse(string text)
    {
        var parser = new PtxParser(text);
        var module = new PtxModuleSyntax();
        while (!parser.Peek.IsEnd)
            parser.ParseTopLevel(module);
        return module;
    }

    private PtxToken Peek => _tokens[_at];

    private PtxToken Next() => _tokens[Peek.IsEnd ? _at : _at++];

    private bool Accept(string text)
    {
        if (Peek.Text != text)
            return false;
        _at++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Accept(text))
            throw Error($"expected '{text}' and found '{Peek.Text}'");
    }

    private PtxSyntaxException Error(string message) => new(Peek.Line, message);

    private void ParseTopLevel(PtxModuleSyntax module)
    {
        switch (Peek.Text)
        {
            case ".version":
                Next();
                module.Version = Next().Text;
                return;
            case ".target":
                Next();
                module.Target = Next().Text;
                while (Accept(","))
                    Next();
                return;
            case ".address_size":
                Next();
                if (Next().Text != "64")
                    throw Error("only 64-bit addresses are known");
                return;
        }
        var isExtern = false;
        while (Peek.Text is ".extern" or ".visible" or ".weak")
            isExtern |= Next().Text == ".extern";
        if (Peek.Text is ".entry" or ".func")
            ParseFunction(module);
        else if (Peek.Text is ".shared")
            module.Variables.Add(ParseVariable(isExtern));
        else
            throw Error($"'{Peek.Text}' is not known here");
    }

    private void ParseFunction(PtxModuleSyntax module)
    {
        var line = Peek.Line;
        var isEntry = Next().Text == ".entry";
        var returns = new List<PtxVariable>();
        if (!isEntry && Peek.Text == "(")
            ParseParameters(returns);
        var function = new PtxFunction { Name = Next().Text, IsEntry = isEntry, Line = line };
        function.Returns.AddRange(returns);
        if (Peek.Text == "(")
            ParseParameters(function.Parameters);
        while (Peek.Text is ".maxntid" or ".reqntid" or ".minnctapersm" or ".maxnreg" or ".noreturn")
        {
            Next();
            while (Peek.Text is "," || char.IsAsciiDigit(Peek.Text.FirstOrDefault()))
                Next();
        }
        if (!Accept(";"))
        {
            Expect("{");
            function.HasBody = true;
            ParseBody(function);
        }
        if (!module.Functions.TryGetValue(function.Name, out var known) || !known.HasBody)
            module.Functions[function.Name] = function;
    }

    private void ParseParameters(List<PtxVariable> into)
    {
        Expect("(");
        while (!Accept(")"))
        {
            into.Add(ParseDeclarator(isExtern: false));
            Accept(",");
        }
    }

    private PtxVariable ParseVariable(bool isExtern)
    {
        var variable = ParseDeclarator(isExtern);
        Expect(";");
        return variable;
    }

    /// <summary><c>.shared .align 16 .b8 name[64]</c>, without the end.</summary>
    private PtxVariable ParseDeclarator(bool isExtern)
    {
        var space = Next().Text[1..];
        var alignment = 0;
        if (Accept(".align"))
            alignment = int.Parse(Next().Text, CultureInfo.InvariantCulture);
        var type = Next().Text;
        var element = PtxTypes.Bytes(type.TrimStart('.')) ?? throw Error($"type '{type}' is not known");
        var name = Next().Text;
        var size = element;
        if (Accept("["))
        {
            size = Peek.Text == "]" ? 0 : checked(element * int.Parse(Next().Text, CultureInfo.InvariantCulture));
            Expect("]");
        }
        return new PtxVariable(name, space, size, Math.Max(alignment, element), isExtern);
    }

    private void ParseBody(PtxFunction function)
    {
        var depth = 1;
        while (depth > 0)
        {
            var token = Peek;
            if (token.IsEnd)
                throw Error("the function is not closed");
            if (Accept("{"))
                depth++;
            else if (Accept("}"))
                depth--;
            else if (token.Text == ".reg")
                ParseRegisters(function);
            else if (token.Text is ".shared" or ".local" or ".param")
                function.Variables.Add(ParseVariable(isExtern: false));
            else if (token.Text is ".loc" or ".pragma" or ".file")
                SkipLine();
            else if (_tokens[_at + 1].Text == ":")
                ParseLabel(function);
            else
                function.Body.Add(ParseInstruction());
        }
    }

    private void SkipLine()
    {
        var line = Peek.Line;
        while (Peek.Line == line && !Peek.IsEnd)
            Next();
    }

    private void ParseRegisters(PtxFunction function)
    {
        Next();
        var type = Next().Text.TrimStart('.');
        if (PtxTypes.RegisterKind(type) is null)
            throw Error($"register type '{type}' is not known");
        do
        {
            var name = Next().Text;
            if (!Accept("<"))
            {
                function.Registers[name] = type;
                continue;
            }
            var count = int.Parse(Next().Text, CultureInfo.InvariantCulture);
            Expect(">");
            for (var i = 0; i < count; i++)
                function.Registers[name + i.ToString(CultureInfo.InvariantCulture)] = type;
        }
        while (Accept(","));
        Expect(";");
    }

    private void ParseLabel(PtxFunction function)
    {
        var label = Next();
        Expect(":");
        if (!Accept(".branchtargets"))
        {
            function.Body.Add(new LabelStatement(label.Line, label.Text));
            return;
        }
        var targets = new List<string>();
        do
        {
            targets.Add(Next().Text);
        }
        while (Accept(","));
        Expect(";");
        function.BranchTargets[label.Text] = targets;
    }

    private InstructionStatement ParseInstruction()
    {
        RegisterOperand? guard = null;
        if (Accept("@"))
            guard = new RegisterOperand(Negation(out var negated), negated);
        var opcode = Next();
        if (!char.IsAsciiLetter(opcode.Text[0]))
            throw new PtxSyntaxException(opcode.Line, $"'{opcode.Text}' is not known here");
        var operands = new List<PtxOperand>();
        while (!Accept(";"))
        {
            if (Peek.IsEnd || Peek.Text is "}" or "@")
                throw Error($"';' is missing after '{opcode.Text}'");
            operands.Add(ParseOperand());
            if (Peek.Text != ";")
                Expect(",");
        }
        return new InstructionStatement(opcode.Line, guard, opcode.Text, operands);
    }

    private string Negation(out bool negated)
    {
        negated = Accept("!");
        return Next().Text;
    }

    private PtxOperand ParseOperand()
    {
        var first = ParseSingleOperand();
        return Accept("|") ? new PairOperand(first, ParseSingleOperand()) : first;
    }

    private PtxOperand ParseSingleOperand()
    {
        var token = Peek;
        if (Accept("["))
        {
            var place = ParseSingleOperand();
            var offset = 0L;
            if (Peek.Text is "+" or "-")
            {
                var sign = Next().Text == "-" ? -1 : 1;
                if (sign > 0 && Accept("-"))
                    sign = -1;
                offset = sign * (long)ParseInteger(Next());
            }
            Expect("]");
            return new AddressOperand(place, offset);
        }
        if (Peek.Text is "{" or "(")
        {
            var close = Next().Text == "{" ? "}" : ")";
            var items = new List<PtxOperand>();
            while (!Accept(close))
            {
                items.Add(ParseSingleOperand());
                Accept(",");
            }
            return new VectorOperand(items);
        }
        if (Accept("!"))
            return new RegisterOperand(Next().Text, Negated: true);
        if (Accept("-"))
            return new ImmediateOperand((ulong)-(long)ParseInteger(Next()), 0);
        Next();
        if (token.Text[0] == '%')
            return new RegisterOperand(token.Text);
        if (char.IsAsciiDigit(token.Text[0]))
            return ParseLiteral(token);
        if (char.IsAsciiLetter(token.Text[0]) || token.Text[0] is '_' or '$')
            return new SymbolOperand(token.Text);
        throw new PtxSyntaxException(token.Line, $"'{token.Text}' is no operand");
    }

    private static ImmediateOperand ParseLiteral(PtxToken token)
    {
        var text = token.Text;
        if (text.Length > 2 && text[0] == '0' && text[1] is 'f' or 'F' or 'd' or 'D')
        {
            var bytes = text[1] is 'f' or 'F' ? 4 : 8;
            if (text.Length == 2 + 2 * bytes && ulong.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits))
                return new ImmediateOperand(bits, bytes);
            throw new PtxSyntaxException(token.Line, $"'{text}' is no number");
        }
        return new ImmediateOperand(ParseInteger(token), 0);
    }

    private static ulong ParseInteger(PtxToken token)
    {
        var text = token.Text.TrimEnd('U', 'u');
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (ulong.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return value;
        throw new PtxSyntaxException(token.Line, $"'{token.Text}' is no number");
    }
}
