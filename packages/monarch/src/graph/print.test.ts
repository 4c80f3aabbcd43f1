import { expect, test } from 'vitest'
import { linear, type LinearOptions } from '../layers/linear.ts'
import { Scope } from '../layers/scope.ts'
import { meanSquaredError } from './derived.ts'
import { gradients } from './gradients.ts'
import { optimise } from './passes/optimise.ts'
import { printGraph } from './print.ts'
import { input, mul, sub, sum } from './primitives.ts'
import { trace } from './trace.ts'

/** A layer's gradients, optimised, for a loss that leaves them as short as they can be. */
function layerGradients(blocks: LinearOptions['blocks'], width: number, out: number): string {
  const scope = new Scope()
  const x = input('x', [width, 5])
  const y = linear(scope, x, out, { blocks, bias: false })
  const loss = sum(mul(y, input('dy', y.shape)), [0, 1])
  const names = scope.parameters.map(({ name }) => `d:${name}`)
  const found = gradients(loss, [x, ...scope.parameters.map(({ node }) => node)])
  return printGraph(optimise(trace(Object.fromEntries(found.map((node, i) => [['d:x', ...names][i] ?? '', node])))))
}

test('a dense training step: forward, backward and descent', () => {
  const [x, target] = [input('x', [3, 4]), input('target', [2, 4])]
  const scope = new Scope()
  const loss = meanSquaredError(linear(scope, x, 2, { blocks: 'dense' }), target)
  const found = gradients(
    loss,
    scope.parameters.map(({ node }) => node),
  )
  const next = scope.parameters.map(({ name, node }, i) => [`next:${name}`, sub(node, mul(found[i]!, 0.1))] as const)
  expect(printGraph(optimise(trace({ loss, ...Object.fromEntries(next) })))).toMatchInlineSnapshot(`
    "%weight = input() : float32 [2, 3]
    %x = input() : float32 [3, 4]
    %2 = matmul(%weight, %x) : float32 [2, 4]
    %bias = input() : float32 [2, 1]
    %4 = add(%2, %bias) : float32 [2, 4]
    %target = input() : float32 [2, 4]
    %6 = sub(%4, %target) : float32 [2, 4]
    %7 = mul(%6, %6) : float32 [2, 4]
    %8 = sum(%7, axes=[0,1]) : float32 []
    %9 = constant(0.125) : float32 []
    %10 = mul(%8, %9) : float32 []
    %11 = constant(0.125) : float32 [1, 1]
    %12 = mul(%11, %6) : float32 [2, 4]
    %13 = add(%12, %12) : float32 [2, 4]
    %14 = transpose(%x, permutation=[1,0]) : float32 [4, 3]
    %15 = matmul(%13, %14) : float32 [2, 3]
    %16 = constant(0.1) : float32 []
    %17 = mul(%15, %16) : float32 [2, 3]
    %18 = sub(%weight, %17) : float32 [2, 3]
    %19 = sum(%13, axes=[1]) : float32 [2]
    %20 = reshape(%19) : float32 [2, 1]
    %21 = mul(%20, %16) : float32 [2, 1]
    %22 = sub(%bias, %21) : float32 [2, 1]
    loss <- %10
    next:weight <- %18
    next:bias <- %22"
  `)
})

test('the gradient of a Monarch layer is two products by blocks for each factor, and permutations', () => {
  expect(layerGradients(2, 4, 4)).toMatchInlineSnapshot(`
    "%w1 = input() : float32 [2, 2, 2]
    %1 = transpose(%w1, permutation=[0,2,1]) : float32 [2, 2, 2]
    %w2 = input() : float32 [2, 2, 2]
    %3 = transpose(%w2, permutation=[0,2,1]) : float32 [2, 2, 2]
    %dy = input() : float32 [4, 5]
    %5 = reshape(%dy) : float32 [2, 2, 5]
    %6 = transpose(%5, permutation=[1,0,2]) : float32 [2, 2, 5]
    %7 = matmul(%3, %6) : float32 [2, 2, 5]
    %8 = transpose(%7, permutation=[1,0,2]) : float32 [2, 2, 5]
    %9 = matmul(%1, %8) : float32 [2, 2, 5]
    %10 = reshape(%9) : float32 [4, 5]
    %x = input() : float32 [4, 5]
    %12 = reshape(%x) : float32 [2, 2, 5]
    %13 = transpose(%12, permutation=[0,2,1]) : float32 [2, 5, 2]
    %14 = matmul(%8, %13) : float32 [2, 2, 2]
    %15 = matmul(%w1, %12) : float32 [2, 2, 5]
    %16 = transpose(%15, permutation=[1,2,0]) : float32 [2, 5, 2]
    %17 = matmul(%6, %16) : float32 [2, 2, 2]
    d:x <- %10
    d:w1 <- %14
    d:w2 <- %17"
  `)
})

test('widths that the blocks do not divide add padding and cropping', () => {
  expect(layerGradients(2, 3, 5)).toMatchInlineSnapshot(`
    "%w1 = input() : float32 [2, 2, 2]
    %1 = transpose(%w1, permutation=[0,2,1]) : float32 [2, 2, 2]
    %w2 = input() : float32 [2, 3, 2]
    %3 = transpose(%w2, permutation=[0,2,1]) : float32 [2, 2, 3]
    %dy = input() : float32 [5, 5]
    %5 = pad(%dy, before=[0,0], after=[1,0]) : float32 [6, 5]
    %6 = reshape(%5) : float32 [3, 2, 5]
    %7 = transpose(%6, permutation=[1,0,2]) : float32 [2, 3, 5]
    %8 = matmul(%3, %7) : float32 [2, 2, 5]
    %9 = transpose(%8, permutation=[1,0,2]) : float32 [2, 2, 5]
    %10 = matmul(%1, %9) : float32 [2, 2, 5]
    %11 = reshape(%10) : float32 [4, 5]
    %12 = slice(%11, starts=[0,0], ends=[3,5]) : float32 [3, 5]
    %x = input() : float32 [3, 5]
    %14 = pad(%x, before=[0,0], after=[1,0]) : float32 [4, 5]
    %15 = reshape(%14) : float32 [2, 2, 5]
    %16 = transpose(%15, permutation=[0,2,1]) : float32 [2, 5, 2]
    %17 = matmul(%9, %16) : float32 [2, 2, 2]
    %18 = matmul(%w1, %15) : float32 [2, 2, 5]
    %19 = transpose(%18, permutation=[1,2,0]) : float32 [2, 5, 2]
    %20 = matmul(%7, %19) : float32 [2, 3, 2]
    d:x <- %12
    d:w1 <- %17
    d:w2 <- %20"
  `)
})
